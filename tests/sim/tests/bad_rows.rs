//! Rows that UnoPim cannot serve: their page is split until they are alone, whatever their place, and it costs few requests.

mod common;

use serde_json::json;
use unopim_engine::wire::{RunResult, RunStatus};
use unopim_sim::catalogue::{Plan, generate};
use unopim_sim::drive::{Host, differences, full_pull};
use unopim_sim::unopim::Version;
use unopim_sim::unopim::records::{Kind, Product};

use common::host_of;
use common::pushes::run;

/// Requests that one bad row may cost: three smaller pages on the way down, each asked for twice, and the way back up.
const COST: usize = 24;

/// So many simple products and nothing else.
fn host(version: Version, products: usize) -> Host {
    let mut state = generate(&Plan { version, images: false, edge_share: 0, ..Plan::new(7, 1) });
    let ids: Vec<u64> = state.products.iter().map(|(id, _)| id).collect();
    for id in ids {
        state.products.delete(id);
    }
    let family = state.families.rows().next().map(|family| family.code.clone()).expect("a family");
    for n in 0..products {
        let mut product = Product::new(&format!("p-{n:04}"), Kind::Simple, &family, 1_790_000_000_000);
        let names = json!({"default": {"en_US": {"name": format!("Product {n}")}}});
        product.values = json!({"common": {"sku": product.sku}, "channel_locale_specific": names});
        state.products.add(product);
    }
    state.touch();
    host_of(state)
}

fn spoil(host: &mut Host, places: &[usize]) {
    host.unopim.state.poisoned = places.iter().map(|n| format!("p-{n:04}")).collect();
    host.unopim.state.touch();
}

fn pull(host: &mut Host) -> RunResult {
    run(host, &full_pull())
}

fn missing(host: &Host) -> Vec<String> {
    differences(&host.unopim.state, &host.shop, &full_pull())
}

fn parked(host: &Host) -> Vec<&String> {
    host.shop.items.keys().filter(|(lane, ..)| lane == "parked").map(|(.., code)| code).collect()
}

fn requests(host: &Host) -> usize {
    host.unopim.log.iter().filter(|asked| asked.target.contains("/products?")).count()
}

#[test]
fn wherever_bad_rows_lie_the_others_arrive_at_a_small_price() {
    for version in [Version::V2_1, Version::V3_0_0] {
        for (count, bad) in [
            (1, vec![0]),
            (10, vec![0]),
            (10, vec![9]),
            (10, vec![0, 9]),
            (10, vec![4, 5]),
            (100, vec![0]),
            (100, vec![99]),
            (100, vec![3, 70]),
            (150, vec![0, 99, 100, 149]),
            (230, vec![24, 25, 26]),
            (230, vec![50]),
        ] {
            let about = format!("{version:?}: {bad:?} of {count}");
            let mut clean = host(version, count);
            pull(&mut clean);
            let mut host = host(version, count);
            spoil(&mut host, &bad);
            assert_eq!(pull(&mut host).status, RunStatus::DoneWithErrors, "{about}");
            let expected: Vec<String> = bad.iter().map(|n| format!("p-{n:04}: not in the shop")).collect();
            assert_eq!(missing(&host), expected, "{about}");
            let more = requests(&host) - requests(&clean);
            assert!(more <= COST * bad.len(), "{about}: {more} requests more");
            assert!(
                !parked(&host).is_empty() && parked(&host).len() <= bad.len(),
                "{about}: {:?}",
                parked(&host)
            );
            // Whatever was incomplete takes nothing away.
            assert!(host.shop.products.values().all(|p| p.status() != "trash"), "{about}");
            // UnoPim mends them: nothing is left of it.
            spoil(&mut host, &[]);
            assert_eq!(pull(&mut host).status, RunStatus::Done, "{about}");
            assert_eq!((missing(&host), parked(&host)), (Vec::new(), Vec::new()), "{about}");
        }
    }
}

#[test]
fn another_row_is_the_bad_one_the_next_time() {
    for version in [Version::V2_1, Version::V3_0_0] {
        let mut host = host(version, 120);
        for bad in [7, 60, 119] {
            spoil(&mut host, &[bad]);
            assert_eq!(pull(&mut host).status, RunStatus::DoneWithErrors, "{version:?} {bad}");
        }
        assert_eq!(missing(&host), Vec::<String>::new(), "{version:?}: each came while it was well");
    }
}

#[test]
fn a_bad_row_behind_many_deleted_ones_spoils_no_other() {
    for gap in [40, 49, 50, 51, 52, 60, 130, 400] {
        for bad in [vec![gap + 10], vec![gap + 10, gap + 12]] {
            let mut host = host(Version::V3_0_0, gap + 60);
            for n in 10..gap + 10 {
                let id = host.unopim.state.products.id_of(&format!("p-{n:04}")).expect("it");
                host.unopim.state.products.delete(id);
            }
            spoil(&mut host, &bad);
            assert_eq!(pull(&mut host).status, RunStatus::DoneWithErrors, "{gap}");
            let expected: Vec<String> = bad.iter().map(|n| format!("p-{n:04}: not in the shop")).collect();
            let mut found = missing(&host);
            // Between two bad rows behind a wide gap a row may stay behind until they are mended.
            found.retain(|line| {
                bad.len() == 1 || gap < 50 || !line.starts_with(&format!("p-{:04}", gap + 11))
            });
            assert_eq!(found, expected, "{gap}");
        }
    }
}

#[test]
fn a_list_that_nobody_can_read_ends() {
    for version in [Version::V2_1, Version::V3_0_0] {
        let mut host = host(version, 300);
        spoil(&mut host, &(0..300).collect::<Vec<_>>());
        assert_eq!(pull(&mut host).status, RunStatus::DoneWithErrors, "{version:?}");
        assert!(requests(&host) < 300, "{version:?}: {}", requests(&host));
        assert!(host.shop.products.is_empty(), "{version:?}");
    }
}
