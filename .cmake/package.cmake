# The Debian package: `make deb` runs CPack in the preset `package`.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "corodemo contributors <noreply@github.com>") # no mailbox: write to the project's page
set(CPACK_COMPONENTS_ALL program library)
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_SOURCE_DIR}/build/packages)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/.packaging/debian/arrange.cmake)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS python3)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "shows, step by step, what an asyncio event loop does")
set(CPACK_PACKAGE_DESCRIPTION "\
corodemo shows which task runs, what it waits for, what made it ready again,
and what is left in the ready queue: as text, as a page to step through, or
as a picture for a slide. It is for people who learn Python's asyncio or
teach it. It has scenarios of its own, which need no Python, and records
your own programs as real CPython runs them.
.
With it comes its scheduler as a library for C++20 programs: asyncio's event
loop, tasks, locks and queues, under virtual time.")
include(CPack)
