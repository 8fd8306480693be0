#include "core/asyncio/shared_object.hpp"

namespace corodemo::asyncio {

SharedObject::SharedObject(SourceLocation where)
    : LoopBound(where) {
    here(where);
}

SharedObject::~SharedObject() = default;

void SharedObject::created() {
    interpreter().reporter().object_created(*this);
}

void SharedObject::changed() {
    if (owner_ != nullptr) {
        owner_->changed();
    } else {
        interpreter().reporter().object_changed(*this);
    }
}

}  // namespace corodemo::asyncio
