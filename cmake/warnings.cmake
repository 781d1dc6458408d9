# tcplens_warnings(TARGET): warnings for the project's own targets. Consumers of the library get none.
function(tcplens_warnings target)
    if(MSVC)
        target_compile_options(${target} PRIVATE /W4 /permissive- $<$<BOOL:${TCPLENS_WERROR}>:/WX>)
        return()
    endif()
    target_compile_options(
        ${target}
        PRIVATE
            -Wall
            -Wextra
            -Wpedantic
            -Wconversion
            -Wsign-conversion
            -Wshadow
            -Wold-style-cast
            $<$<BOOL:${TCPLENS_WERROR}>:-Werror>
    )
endfunction()
