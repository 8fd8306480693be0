# corodemo_page(SCRIPTS <file>... STYLES <file>...)
#
# Joins the page's scripts into one file and its styles into another, in the given order, for corodemo_embed(). esbuild
# makes them small (github.com/evanw/esbuild); without it, pages are larger by half, and look and work alike. Sets
# CORODEMO_PAGE_FILES to the two files.
#
# Run as a script, this file writes one of them: OUTPUT, ESBUILD, LOADER, and the files after "--".
function(corodemo_page)
    cmake_parse_arguments(PARSE_ARGV 0 page "" "" "SCRIPTS;STYLES")
    find_program(ESBUILD esbuild)
    if(NOT ESBUILD)
        message(STATUS "esbuild was not found: pages will be larger (apt-get install esbuild)")
    endif()
    set(folder ${PROJECT_BINARY_DIR}/generated/app/formats/html/player)
    set(script ${PROJECT_SOURCE_DIR}/.cmake/page.cmake)
    foreach(loader js css)
        set(files ${page_SCRIPTS})
        if(loader STREQUAL css)
            set(files ${page_STYLES})
        endif()
        add_custom_command(
            OUTPUT ${folder}/player.${loader}
            COMMAND ${CMAKE_COMMAND} -D OUTPUT=${folder}/player.${loader} -D ESBUILD=${ESBUILD} -D LOADER=${loader}
                    -P ${script} -- ${files}
            WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
            DEPENDS ${files} ${script}
            COMMENT "Joining the page's player.${loader}"
            VERBATIM)
    endforeach()
    set(CORODEMO_PAGE_FILES ${folder}/player.js ${folder}/player.css PARENT_SCOPE)
endfunction()

if(NOT CMAKE_SCRIPT_MODE_FILE)
    return()
endif()

cmake_policy(VERSION 3.25)
set(joined "${OUTPUT}.joined")
file(WRITE "${joined}" "")
set(is_file FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE ${last})
    set(file "${CMAKE_ARGV${i}}")
    if(is_file)
        file(READ "${file}" text)
        file(APPEND "${joined}" "${text}")
    elseif(file STREQUAL "--")
        set(is_file TRUE)
    endif()
endforeach()

if(NOT ESBUILD)
    file(RENAME "${joined}" "${OUTPUT}")
    return()
endif()
set(options --minify --charset=utf8 --loader=${LOADER} --log-level=warning)
if(LOADER STREQUAL js)
    list(APPEND options --format=iife --target=es2021)  # one scope, so that all names can become short
endif()
execute_process(COMMAND "${ESBUILD}" ${options} INPUT_FILE "${joined}" OUTPUT_FILE "${OUTPUT}" COMMAND_ERROR_IS_FATAL ANY)
file(REMOVE "${joined}")
