#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/trace/json/json_fields.hpp"

namespace corodemo::trace {

/// Builds a JSON value while a text is parsed. Unlike nlohmann's own parser it takes linear time
/// for an object with many keys.
class JsonBuilder : public Json::json_sax_t {
public:
    /// Throws: FormatError if the text is not JSON.
    void parse(std::string_view text);
    [[nodiscard]] const Json& root() const { return root_; }
    [[nodiscard]] Json take_root() { return std::move(root_); }

    bool null() override { return add_leaf(nullptr); }
    bool boolean(bool flag) override { return add_leaf(flag); }
    bool number_integer(std::int64_t number) override { return add_leaf(number); }
    bool number_unsigned(std::uint64_t number) override { return add_leaf(number); }
    bool number_float(double number, const std::string& /*text*/) override {
        return add_leaf(number);
    }
    bool string(std::string& text) override { return add_leaf(std::move(text)); }
    bool binary(Json::binary_t& /*bytes*/) override { return false; }  // JSON has none
    bool start_object(std::size_t /*size*/) override { return open(Json::object()); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t /*size*/) override { return open(Json::array()); }
    bool end_array() override { return close(); }
    bool key(std::string& name) override {
        key_ = std::move(name);
        return true;
    }
    bool parse_error(std::size_t byte, const std::string& token,
                     const nlohmann::detail::exception& error) override;

protected:
    /// Called when a value has been read completely.
    virtual void on_value() {}

    /// How many lists and objects are still open.
    [[nodiscard]] std::size_t depth() const { return open_.size(); }
    /// The innermost of them.
    [[nodiscard]] Json& innermost() { return *open_.back().value; }

private:
    struct Open {
        Json* value = nullptr;
        std::unordered_map<std::string, std::size_t> places;  // by key; only if there are many keys
    };

    Json* add(Json value);
    Json& member(Open& object);
    bool add_leaf(Json value) {
        add(std::move(value));
        on_value();
        return true;
    }
    bool open(Json empty) {
        open_.push_back({add(std::move(empty)), {}});
        return true;
    }
    bool close() {
        open_.pop_back();
        on_value();
        return true;
    }

    Json root_;
    std::vector<Open> open_;  // outermost first
    std::string key_;
};

}  // namespace corodemo::trace
