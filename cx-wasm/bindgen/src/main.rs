//! `cx-bindgen INPUT.wasm OUTDIR`: writes the JavaScript module, its type declarations and the final
//! WebAssembly for `--target web`, as the `wasm-bindgen` program does.
//!
//! The program itself would have to be installed beside the project, at exactly the version of the
//! `wasm-bindgen` crate; as a member of the workspace it has the version of the lock file.

use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

const USAGE: &str = "usage: cx-bindgen INPUT.wasm OUTDIR";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, output] = arguments.as_slice() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match Bindgen::new()
        .input_path(input)
        .typescript(true)
        // A module that trapped starts anew without being compiled again.
        .reset_state_function(true)
        .web(true)
        .and_then(|bindgen| bindgen.generate(output))
    {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cx-bindgen: {input}: {error:#}");
            ExitCode::FAILURE
        }
    }
}
