//! The cases that every store passes: `tests/specs-store`.

mod cases;

use std::fs;
use std::path::Path;

use cases::{owner, pattern::Pattern};
use serde_json::Value;
use unopim_sim::store::Shop;

#[test]
fn the_shop_in_memory_answers_as_the_cases_want() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs-store");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    assert!(!files.is_empty(), "there are no cases");
    let wrong: Vec<String> = files
        .iter()
        .filter_map(|file| {
            let case: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
            let name = file.file_stem().unwrap().to_string_lossy();
            tell(&case).err().map(|problem| format!("{name}, {problem}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), files.len(), wrong.join("\n\n"));
}

fn tell(case: &Value) -> Result<(), String> {
    let mut shop = Shop::default();
    let mut pattern = Pattern::default();
    let steps = case["steps"].as_array().filter(|steps| !steps.is_empty()).ok_or("it has no steps")?;
    for (number, step) in (1..).zip(steps) {
        let at = |problem: String| format!("step {number}: {problem}");
        if let Some(act) = step.get("shop") {
            let mut act = act.clone();
            let name = act.as_object_mut().and_then(|act| act.remove("as"));
            let made = owner::act(&mut shop, &pattern.filled(&act).map_err(at)?);
            if let Some(name) = name.as_ref().and_then(Value::as_str) {
                pattern.bind(name, made);
            }
            continue;
        }
        shop.dry = step["dry"] == Value::Bool(true);
        shop.run = step["run"].as_u64().unwrap_or(1);
        let request = pattern.filled(&step["request"]).map_err(at)?;
        let answer = shop.answer(&request).map_err(|crash| at(format!("{crash:?}")))?;
        if let Some(difference) = pattern.difference(&step["response"], &answer, "") {
            return Err(at(format!("{difference}\n{answer}")));
        }
    }
    Ok(())
}
