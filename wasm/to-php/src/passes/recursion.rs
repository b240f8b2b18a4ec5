//! Which functions count how deep calls are nested.
//!
//! PHP keeps its own call frames on the heap, so endless recursion ends in a fatal error for lack of memory, not in a
//! trap. Counting costs time, so only one function of each cycle in the call graph counts.

use crate::ir::{Expr, Function, walk_statements};
use crate::module::Module;
use std::collections::BTreeSet;

pub struct CallGraph {
    /// Functions that each function of the module itself may call, by index in the function index space.
    pub callees: Vec<BTreeSet<u32>>,
    imports: u32,
}

impl CallGraph {
    pub fn new(module: &Module<'_>, functions: &[Function]) -> Self {
        let imports = u32::try_from(module.imports.len()).expect("validated");
        let in_table: BTreeSet<u32> =
            module.elements.iter().flat_map(|elements| &elements.functions).copied().flatten().collect();
        let callees = functions.iter().map(|function| callees(module, function, &in_table)).collect();
        Self { callees, imports }
    }

    /// The functions to count in.
    pub fn counted(&self) -> BTreeSet<u32> {
        let mut search =
            Search { graph: self, state: vec![State::New; self.callees.len()], targets: BTreeSet::new() };
        for index in 0..self.callees.len() {
            search.visit(index);
        }
        search.targets
    }

    /// The module's own functions, callees before callers as far as there is such an order.
    pub fn callees_first(&self) -> Vec<usize> {
        let mut order = Vec::with_capacity(self.callees.len());
        let mut seen = vec![false; self.callees.len()];
        for index in 0..self.callees.len() {
            self.post_order(index, &mut seen, &mut order);
        }
        order
    }

    pub fn own(&self, function: u32) -> Option<usize> {
        function.checked_sub(self.imports).map(|index| index as usize)
    }

    pub fn post_order(&self, root: usize, seen: &mut [bool], order: &mut Vec<usize>) {
        if std::mem::replace(&mut seen[root], true) {
            return;
        }
        let mut path = vec![(root, self.callees[root].iter())];
        while let Some((index, rest)) = path.last_mut() {
            if let Some(&callee) = rest.next() {
                if let Some(callee) = self.own(callee)
                    && !std::mem::replace(&mut seen[callee], true)
                {
                    path.push((callee, self.callees[callee].iter()));
                }
            } else {
                order.push(*index);
                path.pop();
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

/// A depth-first search; every cycle holds an edge to a function that is still open.
struct Search<'a> {
    graph: &'a CallGraph,
    state: Vec<State>,
    targets: BTreeSet<u32>,
}

impl Search<'_> {
    fn visit(&mut self, root: usize) {
        if self.state[root] != State::New {
            return;
        }
        self.state[root] = State::Open;
        let mut path = vec![(root, self.graph.callees[root].iter())];
        while let Some((index, rest)) = path.last_mut() {
            let Some(&function) = rest.next() else {
                self.state[*index] = State::Done;
                path.pop();
                continue;
            };
            let Some(callee) = self.graph.own(function) else { continue };
            match self.state[callee] {
                State::New => {
                    self.state[callee] = State::Open;
                    path.push((callee, self.graph.callees[callee].iter()));
                }
                State::Open => {
                    self.targets.insert(function);
                }
                State::Done => {}
            }
        }
    }
}

fn callees(module: &Module<'_>, function: &Function, in_table: &BTreeSet<u32>) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    walk_statements(&function.body, &mut |statement| {
        for expression in statement.expressions() {
            expression.walk(&mut |part| match part {
                Expr::Call(callee, _) => {
                    found.insert(*callee);
                }
                Expr::CallIndirect(ty, _, _) => {
                    let signature = &module.types[*ty as usize];
                    found.extend(in_table.iter().filter(|callee| module.signature(**callee) == signature));
                }
                _ => {}
            });
        }
    });
    found
}
