# Run by cpack over the tree that becomes a .deb: the licence moves to where Debian's policy (12.5) has it.
set(share ${CPACK_TEMPORARY_INSTALL_DIRECTORY}${CPACK_PACKAGING_INSTALL_PREFIX}/share)
file(MAKE_DIRECTORY ${share}/doc/${CPACK_DEBIAN_PACKAGE_NAME})
file(COPY_FILE ${share}/licenses/tcplens/LICENSE ${share}/doc/${CPACK_DEBIAN_PACKAGE_NAME}/copyright)
file(REMOVE_RECURSE ${share}/licenses)
