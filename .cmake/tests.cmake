# All tests/**/*.cpp are one program. CTest runs each tests/**/test_*.cpp with doctest, and each tests/**/test_*.py with
# unittest.
find_program(PYTHON python3 REQUIRED)

file(GLOB_RECURSE test_sources CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR} tests/*.cpp)
list(FILTER test_sources EXCLUDE REGEX "^tests/(bench|fuzz|conformance|browser|library)/|/does_not_compile/")
add_executable(corodemo_tests ${test_sources})
target_link_libraries(corodemo_tests PRIVATE corodemo_app doctest::doctest)

# One CTest test per file: doctest selects a file's test cases by __FILE__, and tests/main.cpp fails if there are none.
foreach(test IN LISTS test_sources)
    if(test MATCHES "^tests/(.*/test_[^/]*)[.]cpp$")
        add_test(NAME ${CMAKE_MATCH_1}
                 COMMAND corodemo_tests --no-version --source-file=*${test}
                 WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
        set_tests_properties(${CMAKE_MATCH_1} PROPERTIES TIMEOUT 300)
    endif()
endforeach()

# Files that must not compile: the compiler's error has to match the file's first line.
file(GLOB_RECURSE uncompilable CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR} tests/*.cpp)
list(FILTER uncompilable INCLUDE REGEX "/does_not_compile/")
foreach(source IN LISTS uncompilable)
    file(STRINGS ${source} complaint LIMIT_COUNT 1)
    string(REGEX REPLACE "^// " "" complaint ${complaint})
    string(REGEX REPLACE "^tests/(.*)[.]cpp$" "\\1" name ${source})
    add_test(NAME ${name} COMMAND ${CMAKE_CXX_COMPILER} -std=c++20 -fsyntax-only -I . ${source}
             WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(${name} PROPERTIES PASS_REGULAR_EXPRESSION ${complaint})
endforeach()

# Writes the traces of random programs, for tests/conformance.
file(GLOB random_sources CONFIGURE_DEPENDS tests/random/*.cpp)
add_executable(random_trace tests/conformance/random_trace.cpp ${random_sources})
target_link_libraries(random_trace PRIVATE corodemo_asyncio)
# Writes the trace of tests/conformance/twin.py.
add_executable(twin_trace tests/conformance/twin_trace.cpp)
target_link_libraries(twin_trace PRIVATE corodemo_asyncio)

# Prints the loop's state after each snapshot of a playback, for tests/browser.
add_executable(playback_states tests/browser/playback_states.cpp)
target_link_libraries(playback_states PRIVATE corodemo_app)

# Benchmarks of speed, compared with the floor and with installed peers: `make bench`. Not a test.
find_package(benchmark QUIET)
if(benchmark_FOUND)
    file(GLOB bench_sources CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR} tests/bench/*.cpp)
    list(REMOVE_ITEM bench_sources tests/bench/hello.cpp tests/bench/scale.cpp)
    add_executable(bench_hello EXCLUDE_FROM_ALL tests/bench/hello.cpp)
    target_link_options(bench_hello PRIVATE -static)
    add_executable(corodemo_bench EXCLUDE_FROM_ALL ${bench_sources})
    add_executable(bench_scale EXCLUDE_FROM_ALL tests/bench/scale.cpp)
    target_link_libraries(bench_scale PRIVATE corodemo_asyncio)
    add_dependencies(corodemo_bench bench_hello bench_scale)
    target_link_libraries(corodemo_bench PRIVATE corodemo_app benchmark::benchmark)
    find_path(ASIO asio.hpp)
    find_library(LIBUV uv)
    find_package(Boost QUIET COMPONENTS fiber)
    target_compile_definitions(corodemo_bench PRIVATE $<$<BOOL:${ASIO}>:CORODEMO_ASIO>
                               $<$<BOOL:${LIBUV}>:CORODEMO_LIBUV>
                               $<$<TARGET_EXISTS:Boost::fiber>:CORODEMO_BOOST_FIBER>)
    target_link_libraries(corodemo_bench PRIVATE $<$<BOOL:${LIBUV}>:${LIBUV}>
                          $<TARGET_NAME_IF_EXISTS:Boost::fiber>)
endif()

add_test(NAME checks/layers COMMAND ${PYTHON} tests/checks/layers.py
         WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})

# These tests find the program through $CORODEMO.
file(GLOB_RECURSE python_tests CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR} tests/test_*.py)
list(FILTER python_tests EXCLUDE REGEX "^tests/(browser|bench|fuzz)/")
foreach(test IN LISTS python_tests)
    cmake_path(GET test PARENT_PATH folder)
    cmake_path(GET test FILENAME file)
    string(REGEX REPLACE "^tests/(.*)[.]py$" "\\1" name ${test})
    add_test(NAME ${name}
             COMMAND ${PYTHON} -B -m unittest discover --verbose -s ${folder} -p ${file}
             WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(${name} PROPERTIES ENVIRONMENT
                         "CORODEMO=$<TARGET_FILE:corodemo>;RANDOM_TRACE=$<TARGET_FILE:random_trace>;TWIN_TRACE=$<TARGET_FILE:twin_trace>"
                         FAIL_REGULAR_EXPRESSION "Ran 0 tests" TIMEOUT 1800)
    if(name MATCHES "^conformance/")
        set_tests_properties(${name} PROPERTIES COST 100) # the slowest tests are started first
    endif()
endforeach()

add_custom_target(
    coverage
    COMMAND ${CMAKE_CTEST_COMMAND} --output-on-failure --progress
    COMMAND ${PYTHON} ${PROJECT_SOURCE_DIR}/.cmake/coverage.py ${PROJECT_BINARY_DIR}
    WORKING_DIRECTORY ${PROJECT_BINARY_DIR}
    DEPENDS corodemo corodemo_tests random_trace twin_trace
    USES_TERMINAL VERBATIM)
