//! The tree between WebAssembly's stack machine and PHP: expressions without control flow, structured statements.

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub enum Ty {
    I32,
    I64,
    F32,
    F64,
}

/// Index into [`Function::vars`]: WebAssembly locals first, then the slots that hold stack values.
pub type Var = u32;
pub type Label = u32;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Width {
    W32,
    W64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IntOp {
    Add,
    Sub,
    Mul,
    DivS,
    DivU,
    RemS,
    RemU,
    And,
    Or,
    Xor,
    Shl,
    ShrS,
    ShrU,
    Rotl,
    Rotr,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    Eq,
    Ne,
    Lt,
    Gt,
    Le,
    Ge,
}

/// How integers are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sign {
    Signed,
    Unsigned,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FloatOp {
    Add,
    Sub,
    Mul,
    Div,
}

/// A method of the PHP run time that computes one value from values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Helper {
    pub name: &'static str,
    pub result: Ty,
    pub traps: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnOp {
    /// `eqz` of either width.
    Eqz,
    /// `i32.wrap_i64`
    Wrap,
    /// `i64.extend_i32_u`
    ExtendU,
    /// `i64.extend_i32_s`
    ExtendS,
    /// `extend8_s` and its kin: from so many bits to the width.
    SignExtend(u8, Width),
    Helper(Helper),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BinOp {
    Int(Width, IntOp),
    Compare(Width, Sign, Order),
    FloatCompare(Order),
    /// Computed in double precision; `W32` is rounded afterwards, which is exact for these operations.
    Float(Width, FloatOp),
    Helper(Helper),
}

/// What a load or store touches: so many bytes, and the type on the stack.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Access {
    pub bytes: u8,
    pub ty: Ty,
    pub signed: bool,
    /// Declared to be naturally aligned. A hint: execution may not depend on it.
    pub aligned: bool,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Expr {
    I32(u32),
    I64(i64),
    /// Bits.
    F32(u32),
    /// Bits.
    F64(u64),
    Var(Var),
    Global(u32),
    Unary(UnOp, Box<Expr>),
    Binary(BinOp, Box<Expr>, Box<Expr>),
    /// Condition, value if not zero, value if zero. The values have no effects.
    Select(Box<[Expr; 3]>),
    Load(Access, Box<Expr>, u32),
    Call(u32, Vec<Expr>),
    /// Type index, arguments, table index.
    CallIndirect(u32, Vec<Expr>, Box<Expr>),
    MemorySize,
    MemoryGrow(Box<Expr>),
}

#[derive(Clone, PartialEq, Debug)]
pub enum Stmt {
    Set(Var, Expr),
    /// A call with several results.
    SetMany(Vec<Var>, Expr),
    SetGlobal(u32, Expr),
    /// Access, address, offset, value.
    Store(Access, Expr, u32, Expr),
    /// For its effects only.
    Eval(Expr),
    Block(Label, Vec<Stmt>),
    Loop(Label, Vec<Stmt>),
    If(Label, Expr, Vec<Stmt>, Vec<Stmt>),
    Br(Label),
    BrIf(Label, Expr),
    BrTable(Expr, Vec<Label>, Label),
    Return(Vec<Expr>),
    Unreachable,
    /// Destination, source, length.
    MemoryCopy(Expr, Expr, Expr),
    /// Destination, value, length.
    MemoryFill(Expr, Expr, Expr),
    /// Segment, destination, source, length.
    MemoryInit(u32, Expr, Expr, Expr),
    DataDrop(u32),
}

pub struct Function {
    /// Index in the function index space.
    pub index: u32,
    pub params: u32,
    /// Number of WebAssembly locals, parameters included.
    pub locals: u32,
    /// Type and, for a stack slot, its height.
    pub vars: Vec<Ty>,
    pub body: Vec<Stmt>,
}

impl Expr {
    /// Calls `visit` with this expression and each one below it, in order of evaluation.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Expr)) {
        match self {
            Expr::Unary(_, a) | Expr::Load(_, a, _) | Expr::MemoryGrow(a) => a.walk(visit),
            Expr::Binary(_, a, b) => {
                a.walk(visit);
                b.walk(visit);
            }
            Expr::Select(parts) => {
                for part in parts.iter() {
                    part.walk(visit);
                }
            }
            Expr::Call(_, args) => {
                for arg in args {
                    arg.walk(visit);
                }
            }
            Expr::CallIndirect(_, args, index) => {
                for arg in args {
                    arg.walk(visit);
                }
                index.walk(visit);
            }
            _ => {}
        }
        visit(self);
    }

    /// Like [`Expr::walk`], to change what is found.
    pub fn walk_mut(&mut self, visit: &mut impl FnMut(&mut Expr)) {
        match self {
            Expr::Unary(_, a) | Expr::Load(_, a, _) | Expr::MemoryGrow(a) => a.walk_mut(visit),
            Expr::Binary(_, a, b) => {
                a.walk_mut(visit);
                b.walk_mut(visit);
            }
            Expr::Select(parts) => {
                for part in parts.iter_mut() {
                    part.walk_mut(visit);
                }
            }
            Expr::Call(_, args) => {
                for arg in args {
                    arg.walk_mut(visit);
                }
            }
            Expr::CallIndirect(_, args, index) => {
                for arg in args {
                    arg.walk_mut(visit);
                }
                index.walk_mut(visit);
            }
            _ => {}
        }
        visit(self);
    }

    /// Number of nodes, to keep generated expressions of a sane size.
    pub fn size(&self) -> usize {
        let mut size = 0;
        self.walk(&mut |_| size += 1);
        size
    }
}

impl Stmt {
    /// The expressions of this statement itself, not those of statements inside it.
    pub fn expressions(&self) -> Vec<&Expr> {
        match self {
            Stmt::Set(_, e)
            | Stmt::SetMany(_, e)
            | Stmt::SetGlobal(_, e)
            | Stmt::Eval(e)
            | Stmt::If(_, e, _, _)
            | Stmt::BrIf(_, e)
            | Stmt::BrTable(e, _, _) => vec![e],
            Stmt::Store(_, address, _, value) => vec![address, value],
            Stmt::Return(values) => values.iter().collect(),
            Stmt::MemoryCopy(a, b, c) | Stmt::MemoryFill(a, b, c) | Stmt::MemoryInit(_, a, b, c) => {
                vec![a, b, c]
            }
            Stmt::Block(..) | Stmt::Loop(..) | Stmt::Br(_) | Stmt::Unreachable | Stmt::DataDrop(_) => {
                Vec::new()
            }
        }
    }

    pub fn expressions_mut(&mut self) -> Vec<&mut Expr> {
        match self {
            Stmt::Set(_, e)
            | Stmt::SetMany(_, e)
            | Stmt::SetGlobal(_, e)
            | Stmt::Eval(e)
            | Stmt::If(_, e, _, _)
            | Stmt::BrIf(_, e)
            | Stmt::BrTable(e, _, _) => vec![e],
            Stmt::Store(_, address, _, value) => vec![address, value],
            Stmt::Return(values) => values.iter_mut().collect(),
            Stmt::MemoryCopy(a, b, c) | Stmt::MemoryFill(a, b, c) | Stmt::MemoryInit(_, a, b, c) => {
                vec![a, b, c]
            }
            Stmt::Block(..) | Stmt::Loop(..) | Stmt::Br(_) | Stmt::Unreachable | Stmt::DataDrop(_) => {
                Vec::new()
            }
        }
    }

    /// The statement lists inside this one.
    pub fn bodies(&self) -> Vec<&[Stmt]> {
        match self {
            Stmt::Block(_, body) | Stmt::Loop(_, body) => vec![body],
            Stmt::If(_, _, yes, no) => vec![yes, no],
            _ => Vec::new(),
        }
    }
}

impl Stmt {
    pub fn bodies_mut(&mut self) -> Vec<&mut Vec<Stmt>> {
        match self {
            Stmt::Block(_, body) | Stmt::Loop(_, body) => vec![body],
            Stmt::If(_, _, yes, no) => vec![yes, no],
            _ => Vec::new(),
        }
    }
}

/// Calls `visit` with each statement, outer ones first.
pub fn walk_statements<'a>(body: &'a [Stmt], visit: &mut impl FnMut(&'a Stmt)) {
    for statement in body {
        visit(statement);
        for inner in statement.bodies() {
            walk_statements(inner, visit);
        }
    }
}
