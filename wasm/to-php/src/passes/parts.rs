//! Which functions stand together in one file, when the output is split.
//!
//! PHP loads whole files, and of a large module one task needs a fraction. Functions that are only ever reached through
//! one other function (that it *dominates* in the call graph) are kept with it, so what a task does not touch stays in
//! files that it does not load.

use super::recursion::CallGraph;

/// The part of each of the module's own functions; `None` for those that nothing can ever call.
pub fn assign(graph: &CallGraph, roots: &[usize], sizes: &[usize], limit: usize) -> Vec<Option<usize>> {
    let order = Order::new(graph, roots);
    let dominators = dominators(&order);
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); order.nodes.len()];
    for (at, &dominator) in dominators.iter().enumerate().skip(1) {
        children[dominator].push(at);
    }
    // Every node comes after its dominator, so from the back the sums are complete.
    let mut totals: Vec<usize> =
        order.nodes.iter().map(|node| node.map_or(0, |index| sizes[index])).collect();
    for at in (1..totals.len()).rev() {
        totals[dominators[at]] += totals[at];
    }
    let mut bins = Bins { part: 0, filled: 0, limit, parts: vec![None; sizes.len()] };
    let mut open = vec![0];
    while let Some(at) = open.pop() {
        if totals[at] <= limit {
            bins.make_room(totals[at]);
            bins.add_tree(at, &order, &children, sizes);
        } else {
            if let Some(index) = order.nodes[at] {
                bins.make_room(sizes[index]);
                bins.add(index, sizes[index]);
            }
            open.extend(children[at].iter().rev());
        }
    }
    bins.parts
}

struct Bins {
    part: usize,
    filled: usize,
    limit: usize,
    parts: Vec<Option<usize>>,
}

impl Bins {
    fn make_room(&mut self, size: usize) {
        if self.filled > 0 && self.filled + size > self.limit {
            self.part += 1;
            self.filled = 0;
        }
    }

    fn add(&mut self, index: usize, size: usize) {
        self.parts[index] = Some(self.part);
        self.filled += size;
    }

    fn add_tree(&mut self, root: usize, order: &Order, children: &[Vec<usize>], sizes: &[usize]) {
        let mut open = vec![root];
        while let Some(at) = open.pop() {
            if let Some(index) = order.nodes[at] {
                self.add(index, sizes[index]);
            }
            open.extend(children[at].iter().rev());
        }
    }
}

/// The functions that can be reached, callers before callees as far as there is such an order.
struct Order {
    /// The first is the host, who calls the roots.
    nodes: Vec<Option<usize>>,
    /// Places in `nodes` of the callers of each node.
    callers: Vec<Vec<usize>>,
}

impl Order {
    fn new(graph: &CallGraph, roots: &[usize]) -> Self {
        let mut finished = Vec::new();
        let mut seen = vec![false; graph.callees.len()];
        for &root in roots {
            graph.post_order(root, &mut seen, &mut finished);
        }
        let nodes: Vec<Option<usize>> =
            std::iter::once(None).chain(finished.into_iter().rev().map(Some)).collect();
        let mut place = vec![0; graph.callees.len()];
        for (at, node) in nodes.iter().enumerate() {
            if let Some(index) = node {
                place[*index] = at;
            }
        }
        let mut callers = vec![Vec::new(); nodes.len()];
        for &root in roots {
            callers[place[root]].push(0);
        }
        for (at, node) in nodes.iter().enumerate() {
            let Some(index) = node else { continue };
            for &callee in &graph.callees[*index] {
                if let Some(callee) = graph.own(callee) {
                    callers[place[callee]].push(at);
                }
            }
        }
        Self { nodes, callers }
    }
}

/// The closest node that every way from the host to a node goes through, by the method of Cooper, Harvey and Kennedy.
fn dominators(order: &Order) -> Vec<usize> {
    const UNKNOWN: usize = usize::MAX;
    let mut dominators = vec![UNKNOWN; order.nodes.len()];
    dominators[0] = 0;
    loop {
        let mut changed = false;
        for at in 1..order.nodes.len() {
            let mut found = UNKNOWN;
            for &caller in &order.callers[at] {
                if dominators[caller] != UNKNOWN {
                    found = if found == UNKNOWN { caller } else { meet(&dominators, found, caller) };
                }
            }
            changed |= dominators[at] != found;
            dominators[at] = found;
        }
        if !changed {
            return dominators;
        }
    }
}

fn meet(dominators: &[usize], mut a: usize, mut b: usize) -> usize {
    while a != b {
        if a > b {
            a = dominators[a];
        } else {
            b = dominators[b];
        }
    }
    a
}
