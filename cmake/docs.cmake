# Target docs: the reference, made by Doxygen from the headers, in html/ of the build tree's docs/. Whatever Doxygen
# warns of, a public name without a comment above all, makes it fail.
find_program(DOXYGEN_EXECUTABLE doxygen)
mark_as_advanced(DOXYGEN_EXECUTABLE)
find_package(Python3 QUIET COMPONENTS Interpreter)
if(NOT DOXYGEN_EXECUTABLE OR NOT Python3_Interpreter_FOUND)
    return()
endif()

# The pages are those that the Markdown files at the root link to.
file(GLOB docs_pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/*.md ${PROJECT_SOURCE_DIR}/*/README.md)
list(TRANSFORM docs_pages REPLACE "(.+)" "\"\\1\"")
list(JOIN docs_pages " " docs_pages)
set(docs_dir ${PROJECT_BINARY_DIR}/docs)
configure_file(${CMAKE_CURRENT_LIST_DIR}/docs/Doxyfile.in ${docs_dir}/Doxyfile @ONLY)
add_custom_target(
    docs
    COMMAND ${CMAKE_COMMAND} -E rm -rf html xml # pages of what is gone
    COMMAND ${DOXYGEN_EXECUTABLE} ${docs_dir}/Doxyfile
    WORKING_DIRECTORY ${docs_dir}
    COMMENT "The reference: ${docs_dir}/html/index.html"
    VERBATIM
)
