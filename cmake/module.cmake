# One folder of src/ is one module: one static library, its tests beside its code, its place among the layers.

add_library(endrange_options INTERFACE)
target_compile_features(endrange_options INTERFACE cxx_std_20)
# -ffp-contract=off: the same numbers from Debug and Release, whatever the processor fuses.
target_compile_options(endrange_options INTERFACE -Wall -Wextra -Wconversion -ffp-contract=off
  $<$<BOOL:${ENDRANGE_WERROR}>:-Werror>
  # g++ 12 warns falsely about std::string concatenation (GCC bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)

# module(<folder> USES <modules> LINKS <libraries>)
function(module name)
  cmake_parse_arguments(ARG "" "" "USES;LINKS" ${ARGN})
  file(GLOB all CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cpp)
  set(tests ${all})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  set(sources ${all})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")

  add_library(endrange_${name} STATIC ${sources})
  target_include_directories(endrange_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(endrange_${name} PRIVATE endrange_options)
  foreach(used IN LISTS ARG_USES)
    target_link_libraries(endrange_${name} PUBLIC endrange_${used})
  endforeach()
  # tl::expected stands in core's headers; everything else stays inside its module.
  if(name STREQUAL core)
    target_link_libraries(endrange_${name} PUBLIC ${ARG_LINKS})
  else()
    target_link_libraries(endrange_${name} PRIVATE ${ARG_LINKS})
  endif()

  if(ENDRANGE_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE endrange_options endrange_${name} ${ARG_LINKS} GTest::gtest_main)
    add_test(NAME ${name} COMMAND ${name}_test)
  endif()

  list(JOIN ARG_USES " " uses)
  set_property(GLOBAL APPEND PROPERTY endrange_layers "${name}: ${uses}")
endfunction()

# Writes build/layers.txt, which the layer guard reads: the list above is the only place where layers are defined.
function(write_layers)
  get_property(layers GLOBAL PROPERTY endrange_layers)
  list(JOIN layers "\n" text)
  file(WRITE ${PROJECT_BINARY_DIR}/layers.txt "${text}\n")
endfunction()
