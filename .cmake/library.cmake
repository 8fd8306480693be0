# corodemo_library()
#
# Makes the layers of core/ a library for other projects: the targets corodemo::asyncio and corodemo::trace, in this build
# and, if this is the main project, in an installed package that find_package(corodemo) finds.
function(corodemo_library)
    set(layers containers trace coro asyncio)
    list(TRANSFORM layers PREPEND corodemo_ OUTPUT_VARIABLE targets)
    foreach(layer target IN ZIP_LISTS layers targets)
        add_library(corodemo::${layer} ALIAS ${target})
        set_target_properties(${target} PROPERTIES EXPORT_NAME ${layer})
    endforeach()
    # <corodemo/asyncio.hpp>
    foreach(target corodemo_trace corodemo_asyncio)
        target_include_directories(
            ${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/core/library>
                             $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
        # Whatever links an installed copy may not know link-time optimization, or that of another compiler.
        target_compile_options(
            ${target} PRIVATE $<$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:${CMAKE_INTERPROCEDURAL_OPTIMIZATION}>>:-ffat-lto-objects>)
    endforeach()
    # "core/asyncio/task.hpp"
    target_include_directories(corodemo_containers INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/corodemo>)
    target_include_directories(corodemo_trace PUBLIC $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/corodemo>)
    if(NOT PROJECT_IS_TOP_LEVEL)
        return()
    endif()

    set(package ${CMAKE_INSTALL_LIBDIR}/cmake/corodemo)
    install(TARGETS ${targets} EXPORT corodemo COMPONENT library)
    install(EXPORT corodemo NAMESPACE corodemo:: DESTINATION ${package} FILE corodemo-targets.cmake COMPONENT library)
    file(WRITE ${PROJECT_BINARY_DIR}/corodemo-config.cmake
         "include(\${CMAKE_CURRENT_LIST_DIR}/corodemo-targets.cmake)\n")
    include(CMakePackageConfigHelpers)
    write_basic_package_version_file(${PROJECT_BINARY_DIR}/corodemo-config-version.cmake COMPATIBILITY SameMinorVersion)
    install(FILES ${PROJECT_BINARY_DIR}/corodemo-config.cmake ${PROJECT_BINARY_DIR}/corodemo-config-version.cmake
            DESTINATION ${package} COMPONENT library)
    install(DIRECTORY core/library/corodemo DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT library)
    install(DIRECTORY core/containers core/trace core/coro core/asyncio
            DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/corodemo/core COMPONENT library FILES_MATCHING PATTERN *.hpp)
endfunction()

include(GNUInstallDirs)
