# corodemo_layer(<name> <folder> [EXCEPT <file>...] [USES <target>...])
#
# The library corodemo_<name>: every source under the folder. Where there are only headers, it is an
# interface library.
function(corodemo_layer name folder)
    cmake_parse_arguments(PARSE_ARGV 2 layer "" "" "EXCEPT;USES")
    set(target corodemo_${name})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR} ${folder}/*.cpp)
    list(REMOVE_ITEM sources ${layer_EXCEPT})
    if(sources)
        add_library(${target} STATIC ${sources})
        set(scope PUBLIC)
    else()
        add_library(${target} INTERFACE)
        set(scope INTERFACE)
    endif()
    target_include_directories(${target} ${scope} ${PROJECT_SOURCE_DIR})
    target_link_libraries(${target} ${scope} ${layer_USES})
endfunction()
