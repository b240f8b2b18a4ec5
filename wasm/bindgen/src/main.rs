//! `unopim-bindgen MODULE.wasm FOLDER NAME`
//!
//! Writes the module (`NAME_bg.wasm`, and compressed `NAME_bg.wasm.zst`), its JavaScript face (`NAME.js`, an ES module for browsers and workers) and its types into FOLDER.

mod order;
mod places;

use std::env;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

/// The strongest: a module is packed once, and travels to every browser.
const LEVEL: i32 = 22;

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
    let made = bindgen.web(true).and_then(|bindgen| bindgen.generate(folder)).map_err(|e| format!("{e:#}"));
    match made.and_then(|()| pack(&Path::new(folder).join(format!("{name}_bg.wasm")))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("unopim-bindgen: {module}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Makes the module small on its way, and puts it there once more, compressed.
fn pack(file: &Path) -> Result<(), String> {
    let module = fs::read(file).map_err(|e| e.to_string())?;
    let module = places::without(&module).map_err(|e| e.to_string())?;
    let module = order::ordered(&module).map_err(|e| e.to_string())?;
    fs::write(file, &module).map_err(|e| e.to_string())?;
    let packed = zstd::bulk::compress(&module, LEVEL).map_err(|e| e.to_string())?;
    fs::write(file.with_extension("wasm.zst"), packed).map_err(|e| e.to_string())
}
