# Installed libraries are used; missing ones are downloaded, in the versions given here.
include(FetchContent)

set(CMAKE_POLICY_DEFAULT_CMP0077 NEW)
set(JSON_BuildTests OFF)
set(JSON_Install OFF)
set(CLI11_BUILD_TESTS OFF)
set(CLI11_BUILD_EXAMPLES OFF)
set(CLI11_INSTALL OFF)
set(SPDLOG_INSTALL OFF)
set(DOCTEST_WITH_TESTS OFF)
set(DOCTEST_NO_INSTALL ON)

FetchContent_Declare(
    nlohmann_json SYSTEM
    URL https://github.com/nlohmann/json/releases/download/v3.12.0/json.tar.xz
    URL_HASH SHA256=42f6e95cad6ec532fd372391373363b62a14af6d771056dbfc86160e6dfff7aa
    FIND_PACKAGE_ARGS 3.10)
FetchContent_MakeAvailable(nlohmann_json)
if(NOT PROJECT_IS_TOP_LEVEL)
    return() # the libraries need no more
endif()

FetchContent_Declare(
    CLI11 SYSTEM
    URL https://github.com/CLIUtils/CLI11/archive/refs/tags/v2.5.0.tar.gz
    URL_HASH SHA256=17e02b4cddc2fa348e5dbdbb582c59a3486fa2b2433e70a0c3bacb871334fd55
    FIND_PACKAGE_ARGS 2.1)
FetchContent_Declare(
    spdlog SYSTEM
    URL https://github.com/gabime/spdlog/archive/refs/tags/v1.15.3.tar.gz
    URL_HASH SHA256=15a04e69c222eb6c01094b5c7ff8a249b36bb22788d72519646fb85feb267e67
    FIND_PACKAGE_ARGS 1.9)
FetchContent_MakeAvailable(CLI11 spdlog)

if(CORODEMO_TESTS)
    FetchContent_Declare(
        doctest SYSTEM
        URL https://github.com/doctest/doctest/archive/refs/tags/v2.4.12.tar.gz
        URL_HASH SHA256=73381c7aa4dee704bd935609668cf41880ea7f19fa0504a200e13b74999c2d70
        FIND_PACKAGE_ARGS 2.4)
    FetchContent_MakeAvailable(doctest)
endif()

# spdlog as headers only: distributions ship it, and fmt, on which it depends, as shared libraries, which a static
# program can't use.
add_library(corodemo_spdlog INTERFACE)
if(TARGET fmt::fmt-header-only)
    set(from spdlog::spdlog_header_only,INTERFACE)
    target_include_directories(
        corodemo_spdlog SYSTEM INTERFACE $<TARGET_PROPERTY:${from}_INCLUDE_DIRECTORIES>)
    target_compile_definitions(
        corodemo_spdlog INTERFACE $<TARGET_PROPERTY:${from}_COMPILE_DEFINITIONS>)
    target_link_libraries(corodemo_spdlog INTERFACE fmt::fmt-header-only)
else()
    target_link_libraries(corodemo_spdlog INTERFACE spdlog::spdlog_header_only)
endif()
