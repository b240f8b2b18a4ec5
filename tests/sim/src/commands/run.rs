//! `unopim-sim run --seeds N [--from SEED] [--stories pull|both|pictures|all]`: stories, one a seed of each kind, of `all` a quarter as many with pictures; ends with `N seeds, N failed`.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::exit;
use std::thread;

use unopim_sim::catalogue::generate::{Plan, generate};
use unopim_sim::catalogue::recorded;
use unopim_sim::drive::{Told, tell, tell_both, tell_pictures};
use unopim_sim::random::Random;
use unopim_sim::unopim::{State, Version};

type Story = fn(u64, State) -> Told;

/// Of the shop that only pulls, of both directions, and of both with pictures; how many of five generated catalogues have files.
const STORIES: [(&str, Story, usize); 3] =
    [("pull", tell, 1), ("both", tell_both, 1), ("pictures", tell_pictures, 4)];

pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let seeds = number(arguments, "--seeds", 2000)?;
    let from = number(arguments, "--from", 1)?;
    let wanted = arguments.iter().position(|a| a == "--stories").and_then(|at| arguments.get(at + 1));
    let wanted = wanted.map_or("pull", String::as_str);
    let kinds: Vec<_> = STORIES.iter().filter(|(name, ..)| wanted == *name || wanted == "all").collect();
    if kinds.is_empty() {
        return Err("--stories takes pull, both, pictures or all".into());
    }
    let (mut all, mut failed) = (0, 0);
    for kind in &kinds {
        // They take three times as long, and tell mostly what those of both directions tell.
        let some = if kinds.len() > 1 && kind.0 == "pictures" { seeds.div_ceil(4) } else { seeds };
        all += some;
        failed += stories(kind, some, from, arguments)?;
    }
    let mut out = io::stdout();
    writeln!(out, "{all} seeds, {failed} failed").map_err(|error| error.to_string())?;
    if failed == 0 { Ok(()) } else { exit(1) }
}

/// How many failed.
fn stories(
    (name, story, pictures): &(&str, Story, usize),
    seeds: u64,
    from: u64,
    arguments: &[String],
) -> Result<u64, String> {
    let workers = thread::available_parallelism().map_or(1, usize::from) as u64;
    let recorded = recorded::state(Version::V1_0);
    let mut told: Vec<(u64, Told)> = thread::scope(|scope| {
        let recorded = &recorded;
        let threads: Vec<_> = (0..workers)
            .map(|worker| {
                scope.spawn(move || {
                    let own = (from..from + seeds).filter(|seed| seed % workers == worker);
                    own.map(|seed| (seed, told(*story, seed, catalogue(seed, *pictures, recorded))))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    });
    told.sort_by_key(|(seed, _)| *seed);
    let failed: Vec<_> = told.iter().filter(|(_, told)| !told.wrong.is_empty()).collect();
    let mut out = io::stdout();
    let mut say = |line: String| writeln!(out, "{line}").map_err(|error| error.to_string());
    for (seed, told) in &failed {
        say(format!(
            "{name}, seed {seed} ({} products, {} runs, {} crashes):",
            told.products, told.runs, told.crashes
        ))?;
        for line in told.wrong.iter().take(12) {
            say(format!("   {line}"))?;
        }
        if failed.len() == 1 || arguments.iter().any(|a| a == "--tell") {
            for event in &told.events {
                say(format!("   · {event}"))?;
            }
        }
    }
    // A thread that panicked has lost its seeds: they count as failed, not as told.
    let lost = seeds - told.len() as u64;
    let crashes: u32 = told.iter().map(|(_, told)| told.crashes).sum();
    let runs: u32 = told.iter().map(|(_, told)| told.runs).sum();
    say(format!("{seeds} stories of the kind {name}: {runs} runs, {crashes} crashes"))?;
    Ok(failed.len() as u64 + lost)
}

/// A story that panics has failed as any other.
fn told(story: Story, seed: u64, state: State) -> Told {
    let told = catch_unwind(AssertUnwindSafe(|| story(seed, state)));
    told.unwrap_or_else(|_| Told { wrong: vec!["it panicked".into()], ..Told::default() })
}

/// Every fourth story is about the recorded catalogue, the others about generated ones with odd rows among them.
fn catalogue(seed: u64, pictures: usize, recorded: &State) -> State {
    let mut random = Random::fork(seed, 0xCA7A);
    let version = *random.pick(&Version::ALL);
    if seed.is_multiple_of(4) {
        let mut state = recorded.clone();
        state.version = version;
        return state;
    }
    // Most are small, for many stories say more than long ones; some have several pages.
    let size = if random.below(16) == 0 { 110 + random.below(120) } else { 8 + random.below(44) };
    generate(&Plan {
        version,
        edge_share: 60,
        two_level_share: if random.below(2) == 0 { 0 } else { 500 },
        images: random.below(5) < pictures,
        ..Plan::new(seed, size)
    })
}

fn number(arguments: &[String], name: &str, default: u64) -> Result<u64, String> {
    let Some(at) = arguments.iter().position(|a| a == name) else { return Ok(default) };
    let value = arguments.get(at + 1).ok_or_else(|| format!("{name} needs a number"))?;
    value.parse().map_err(|_| format!("{name} takes a number, not {value}"))
}
