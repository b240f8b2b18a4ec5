//! `unopim-bindgen MODULE.wasm FOLDER NAME`
//!
//! Writes the module (`NAME_bg.wasm`), its JavaScript face (`NAME.js`, an ES module for browsers and workers) and its types into FOLDER.

use std::env;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [module, folder, name] = arguments.as_slice() else {
        eprintln!(
            "unopim-bindgen: two paths and a name are needed; call: unopim-bindgen MODULE.wasm FOLDER NAME"
        );
        return ExitCode::FAILURE;
    };
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name(name).typescript(true).remove_producers_section(true);
    match bindgen.web(true).and_then(|bindgen| bindgen.generate(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("unopim-bindgen: {module}: {error:#}");
            ExitCode::FAILURE
        }
    }
}
