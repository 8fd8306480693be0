# corodemo_page(SCRIPTS <file>... STYLES <file>...)
#
# Joins the page's scripts into one file and its styles into another, in the given order, without indentation and
# lines that are comments, and compresses both, for corodemo_embed(). Sets CORODEMO_PAGE_FILES to the two files.
#
# Run as a script, this file writes one of them: OUTPUT (which ends in .gz), and the files after "--".
function(corodemo_page)
    cmake_parse_arguments(PARSE_ARGV 0 page "" "" "SCRIPTS;STYLES")
    set(folder ${PROJECT_BINARY_DIR}/generated/app/formats/html/player)
    set(script ${PROJECT_SOURCE_DIR}/.cmake/page.cmake)
    set(js ${page_SCRIPTS})
    set(css ${page_STYLES})
    foreach(ending IN ITEMS js css)
        set(output ${folder}/page.${ending}.gz)
        add_custom_command(
            OUTPUT ${output}
            COMMAND ${CMAKE_COMMAND} -D OUTPUT=${output} -P ${script} -- ${${ending}}
            WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
            DEPENDS ${${ending}} ${script}
            COMMENT "Joining the page's ${ending}"
            VERBATIM)
        list(APPEND CORODEMO_PAGE_FILES ${output})
    endforeach()
    return(PROPAGATE CORODEMO_PAGE_FILES)
endfunction()

if(NOT CMAKE_SCRIPT_MODE_FILE)
    return()
endif()

cmake_policy(VERSION 3.25)
set(joined "\n")
set(is_file FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE ${last})
    set(file "${CMAKE_ARGV${i}}")
    if(is_file)
        file(READ "${file}" text)
        string(APPEND joined "${text}")
    elseif(file STREQUAL "--")
        set(is_file TRUE)
    endif()
endforeach()
# A comment is a line of its own; in a string, none begins a line.
string(REGEX REPLACE "\n *//[^\n]*" "" joined "${joined}")
string(REGEX REPLACE "\n +" "\n" joined "${joined}")  # no string spans lines
cmake_path(REMOVE_EXTENSION OUTPUT LAST_ONLY OUTPUT_VARIABLE plain)
file(WRITE "${plain}" "${joined}")
file(ARCHIVE_CREATE OUTPUT "${OUTPUT}" PATHS "${plain}" FORMAT raw COMPRESSION GZip COMPRESSION_LEVEL 9)
