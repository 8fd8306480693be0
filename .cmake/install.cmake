# What is installed of the program: component `program`. The library installs itself: .cmake/library.cmake.

# The program describes itself: its man pages and completions are made from the texts of its help.
set(described "")
function(corodemo_describe file)
    set(output ${PROJECT_BINARY_DIR}/${file})
    cmake_path(GET output PARENT_PATH folder)
    file(MAKE_DIRECTORY ${folder})
    add_custom_command(
        OUTPUT ${output}
        COMMAND corodemo generate ${ARGN} > ${output}
        DEPENDS corodemo
        COMMENT "Generating ${file}"
        VERBATIM)
    list(APPEND described ${output})
    return(PROPAGATE described)
endfunction()

corodemo_describe(corodemo.1 man --lang en)
corodemo_describe(corodemo.zh.1 man --lang zh)
corodemo_describe(completions/corodemo.bash bash)
corodemo_describe(completions/_corodemo zsh)
corodemo_describe(completions/corodemo.fish fish)
add_custom_target(corodemo_described ALL DEPENDS ${described})

set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME program)
install(TARGETS corodemo)
install(FILES ${PROJECT_BINARY_DIR}/corodemo.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${PROJECT_BINARY_DIR}/corodemo.zh.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/zh_CN/man1 RENAME corodemo.1)
install(FILES ${PROJECT_BINARY_DIR}/completions/corodemo.bash
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME corodemo)
install(FILES ${PROJECT_BINARY_DIR}/completions/_corodemo DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${PROJECT_BINARY_DIR}/completions/corodemo.fish
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES docs/trace.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/corodemo)
# The pages refer to each other as they do in the sources.
install(FILES README.md CHANGELOG.md LICENSE .packaging/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
file(GLOB pages CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR} docs/*.md)
install(FILES ${pages} docs/trace.schema.json DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs)
install(DIRECTORY docs/pictures DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs)
