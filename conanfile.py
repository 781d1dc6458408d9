# SPDX-License-Identifier: BSL-1.0
"""The recipe for Conan 2: `conan create . --test-folder=tests/conan -s compiler.cppstd=20`."""
import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy, load
from conan.tools.layout import basic_layout

required_conan_version = ">=2.0"


class TcplensRecipe(ConanFile):
    name = "tcplens"
    description = "Decodes, renders and explains TCP"
    license = "BSL-1.0"
    topics = ("tcp", "tcpdump", "pcap", "network", "header-only")
    package_type = "header-library"
    # The settings serve validate(); package_id() forgets them.
    settings = "os", "arch", "compiler", "build_type"
    exports_sources = "include/*", "LICENSE"
    no_copy_source = True

    def set_version(self):
        text = load(self, os.path.join(self.recipe_folder, "include", "tcplens", "version.hpp"))
        self.version = ".".join(re.search(rf"_{part} +(\d+)", text)[1] for part in ("MAJOR", "MINOR", "PATCH"))

    def layout(self):
        basic_layout(self)

    def validate(self):
        check_min_cppstd(self, 20)

    def package_id(self):
        self.info.clear()

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        copy(self, "tcplens/*", os.path.join(self.source_folder, "include"), os.path.join(self.package_folder, "include"))

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        # Before 1.0 a minor version may break its users.
        self.cpp_info.set_property("cmake_config_version_compat", "SameMinorVersion")
