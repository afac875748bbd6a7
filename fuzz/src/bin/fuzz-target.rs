//! What libFuzzer calls: the target that the variable `FUZZ_TARGET` names.
#![no_main]
// The engine calls a symbol by its name, which Rust counts as unsafe.
#![allow(unsafe_code, missing_docs)]

use fuzz::targets::{find, Target};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let name = std::env::var("FUZZ_TARGET").unwrap_or_default();
    find(&name).unwrap_or_else(|| panic!("FUZZ_TARGET names no target: {name:?}"))
});

fuzz_target!(|data: &[u8]| (TARGET.run)(data));
