#include <string>

#include <doctest/doctest.h>

#include "app/formats/svg/text_width.hpp"

using corodemo::app::Face;
using corodemo::app::fit_svg;
using corodemo::app::text_width;

TEST_CASE("a text is measured letter by letter, in the widest of the common fonts") {
    CHECK(text_width("", 20, Face::bold) == 0);
    CHECK(text_width("again!", 1000, Face::bold) == 675 + 716 + 675 + 343 + 712 + 457);
    CHECK(text_width("again!", 1000, Face::regular) == 613 + 635 + 613 + 278 + 634 + 401);
    CHECK(text_width("iii", 10, Face::bold) < text_width("www", 10, Face::bold) / 2);
    CHECK(text_width("iii", 10, Face::mono) == text_width("www", 10, Face::mono));
}

TEST_CASE("a Chinese character is as wide as the font is high") {
    for (const Face face : {Face::regular, Face::bold, Face::mono}) {
        CHECK(text_width("事件循环", 30, face) == 120);
    }
}

TEST_CASE("combining marks take no room") {
    CHECK(text_width("e\u0301", 10, Face::bold) == text_width("e", 10, Face::bold));
}

TEST_CASE("what is unsafe is measured as it is drawn: escaped") {
    CHECK(text_width("a\tb", 10, Face::bold) == text_width(R"(a\tb)", 10, Face::bold));
    CHECK(text_width("\u202E", 10, Face::bold) == text_width(R"(\u202e)", 10, Face::bold));
    CHECK(text_width("\xFF", 10, Face::bold) == text_width(R"(\xff)", 10, Face::bold));
}

TEST_CASE("a text is cut where it does not fit, or left out if too little would be left") {
    CHECK(fit_svg("again!", 75, 20) == "again!");
    CHECK(fit_svg("again!", 71, 20) == "agai…");
    CHECK(fit_svg("again!", 50, 20).empty());
    CHECK(fit_svg("", 50, 20).empty());
    CHECK(fit_svg("事件循环", 100, 20) == "事件循环");
    CHECK(fit_svg("事件循环", 79, 20) == "事件…");
    CHECK(fit_svg("anything", -5, 20).empty());
    const std::string ten_thousand(10'000, 'x');
    const std::string cut = fit_svg(ten_thousand, 200, 20);
    CHECK(cut.ends_with("…"));
    CHECK(text_width(cut, 20, Face::bold) <= 200);
    CHECK(text_width(cut, 20, Face::bold) > 180);
    CHECK(fit_svg(std::string(10'000, '\t'), 200, 20).size() < 40);
}

TEST_CASE("a letter with ten thousand combining marks does not grow the picture") {
    std::string text = "e";
    for (int i = 0; i < 10'000; ++i) {
        text += "\u0301";
    }
    CHECK(fit_svg(text, 100, 20).size() < 1000);
}
