#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/asyncio/mixins.hpp"
#include "core/trace/enum_names.hpp"

namespace corodemo::asyncio {

/// An object as a trace shows it: the fields of trace::ObjectCreated and ObjectChanged that it has.
struct ObjectDescription {
    char letter = 0;        ///< of its id
    const char* type = "";  ///< its class in Python
    Id lock = {};           ///< that of a condition
    std::optional<std::uint64_t> maxsize = {};
    std::optional<std::uint64_t> parties = {};

    std::optional<trace::ObjectState> state = {};
    std::optional<std::uint64_t> value = {};
    std::optional<std::uint64_t> size = {};
    std::optional<std::vector<std::string>> items = {};
    std::optional<std::uint64_t> unfinished = {};
    std::vector<const FutureBase*> waiters = {};  ///< in the order in which they wait
};

/// What tasks share and wait for: the base of LockObject, EventObject, QueueObject, ...
///
/// The trace has its creation and each change of its state. A derived class calls created() at the
/// end of its constructor, and changed() after each change.
class SharedObject : public RefCounted, public LoopBound {
public:
    ~SharedObject() override;

    /// Its state. Called only while a trace is recorded.
    [[nodiscard]] virtual ObjectDescription describe() const = 0;

    /// Its name in the trace, which the reporter sets; empty without a trace.
    [[nodiscard]] Id id() const { return id_; }
    void set_id(Id id) { id_ = id; }

    /// The reporter's: what it has last reported of the state.
    struct Reported {
        ObjectDescription description;
        std::vector<Id> waiters;
    };
    std::unique_ptr<Reported> reported;

    /// From now on its changes are changes of `owner`, which holds it: a queue's event, say.
    void become_part_of(SharedObject& owner) { owner_ = &owner; }

protected:
    explicit SharedObject(SourceLocation where);

    void created();
    void changed();

private:
    friend class Waiters;

    Id id_;
    SharedObject* owner_ = nullptr;
};

}  // namespace corodemo::asyncio
