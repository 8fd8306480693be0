#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <variant>

#include "core/trace/event.hpp"

namespace corodemo::trace {

/// A set of event kinds.
class Kinds {
public:
    static constexpr Kinds all() { return Kinds(~std::uint64_t{0}); }
    static constexpr Kinds none() { return Kinds(0); }
    template <class... Kind>
    static constexpr Kinds of() {
        return Kinds(((std::uint64_t{1} << kIndex<Kind>) | ...));
    }
    [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
    template <class Kind>
    [[nodiscard]] constexpr bool has() const {
        return ((bits_ >> kIndex<Kind>)&1U) != 0;
    }

private:
    constexpr explicit Kinds(std::uint64_t bits)
        : bits_(bits) {}

    template <class Kind, class... All>
    static constexpr std::size_t index_among(const std::variant<All...>* /*payload*/) {
        const std::array<bool, sizeof...(All)> same{std::is_same_v<Kind, All>...};
        std::size_t index = 0;
        while (!same.at(index)) {
            ++index;
        }
        return index;
    }
    template <class Kind>
    static constexpr std::size_t kIndex = index_among<Kind>(static_cast<Payload*>(nullptr));

    std::uint64_t bits_;
};

/// The loop's only observer: it receives an event for each thing that the loop does, in order, as
/// it happens.
class Sink {
public:
    Sink() = default;
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    virtual ~Sink() = default;

    /// Which events it needs; it may not get any others. Called once, before the first event.
    [[nodiscard]] virtual Kinds wanted() const { return Kinds::all(); }
    /// `event` and what its views point to live only until this returns.
    virtual void on_event(const Event& event) = 0;
};

/// Wants no events. With it tasks and futures still get their ids, T1 and F1, which a program may
/// print.
class NullSink final : public Sink {
public:
    [[nodiscard]] Kinds wanted() const override { return Kinds::none(); }
    void on_event(const Event& /*event*/) override {}
};

}  // namespace corodemo::trace
