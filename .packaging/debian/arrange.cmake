# Run by CPack on what it is about to pack: arranges the installed files as Debian's policy has them.
cmake_policy(VERSION 3.25)
set(usr ${CPACK_TEMPORARY_DIRECTORY}/usr)
set(docs ${usr}/share/doc/corodemo)

function(run)
    execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# The system's completions for zsh; site-functions is the administrator's.
file(RENAME ${usr}/share/zsh/site-functions ${usr}/share/zsh/vendor-completions)

file(REMOVE ${docs}/LICENSE) # a part of copyright

execute_process(
    COMMAND python3 ${CMAKE_CURRENT_LIST_DIR}/changelog.py ${CPACK_PACKAGE_CONTACT}
    INPUT_FILE ${docs}/CHANGELOG.md OUTPUT_VARIABLE changelog COMMAND_ERROR_IS_FATAL ANY)
file(WRITE ${docs}/CHANGELOG.md "${changelog}")
file(RENAME ${docs}/CHANGELOG.md ${docs}/changelog)

# Without a name and a time in them, so that the same text gives the same bytes.
file(GLOB_RECURSE compressed ${usr}/share/man/*.1)
run(gzip -9n ${docs}/changelog ${compressed})

# Of the libraries also the intermediate code for link-time optimization, which only the same version of g++ can read, and
# which differs from one build to the next.
file(GLOB_RECURSE libraries ${usr}/lib/*.a)
run(strip --strip-all --remove-section=.comment ${usr}/bin/corodemo)
run(strip --strip-unneeded --enable-deterministic-archives --remove-section=.comment --remove-section=.gnu.lto_*
    --strip-symbol=__gnu_lto_v1 ${libraries})
