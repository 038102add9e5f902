#![no_main]
//! The body is `cx_tests::fuzz`'s, so that a test can run it without a fuzzer.

libfuzzer_sys::fuzz_target!(|data: &[u8]| cx_tests::fuzz::run("json", data));
