//! Instructions without control flow.

use super::Lowering;
use crate::effects::Effects;
use crate::ir::{Access, BinOp, Expr, FloatOp, Helper, IntOp, Order, Sign, Stmt, Ty, UnOp, Width};
use wasmparser::{MemArg, Operator};

const fn pure(name: &'static str, result: Ty) -> Helper {
    Helper { name, result, traps: false }
}

const fn trapping(name: &'static str, result: Ty) -> Helper {
    Helper { name, result, traps: true }
}

/// The result type, and the operation.
fn unary(operator: &Operator<'_>) -> Option<(Ty, UnOp)> {
    use Ty::{F32, F64, I32, I64};
    use Width::{W32, W64};
    let helper = |helper: Helper| (helper.result, UnOp::Helper(helper));
    Some(match operator {
        Operator::I32Eqz | Operator::I64Eqz => (I32, UnOp::Eqz),
        Operator::I32WrapI64 => (I32, UnOp::Wrap),
        Operator::I64ExtendI32S => (I64, UnOp::ExtendS),
        Operator::I64ExtendI32U => (I64, UnOp::ExtendU),
        Operator::I32Extend8S => (I32, UnOp::SignExtend(8, W32)),
        Operator::I32Extend16S => (I32, UnOp::SignExtend(16, W32)),
        Operator::I64Extend8S => (I64, UnOp::SignExtend(8, W64)),
        Operator::I64Extend16S => (I64, UnOp::SignExtend(16, W64)),
        Operator::I64Extend32S => (I64, UnOp::SignExtend(32, W64)),
        Operator::F64PromoteF32 => helper(pure("promote", F64)),
        Operator::I32Clz => helper(pure("clz32", I32)),
        Operator::I32Ctz => helper(pure("ctz32", I32)),
        Operator::I32Popcnt => helper(pure("popcnt", I32)),
        Operator::I64Clz => helper(pure("clz64", I64)),
        Operator::I64Ctz => helper(pure("ctz64", I64)),
        Operator::I64Popcnt => helper(pure("popcnt", I64)),
        Operator::F32Abs => helper(pure("fabs", F32)),
        Operator::F32Neg => helper(pure("fneg", F32)),
        Operator::F32Ceil => helper(pure("fceil", F32)),
        Operator::F32Floor => helper(pure("ffloor", F32)),
        Operator::F32Trunc => helper(pure("ftrunc", F32)),
        Operator::F32Nearest => helper(pure("fnearest", F32)),
        Operator::F32Sqrt => helper(pure("fsqrt32", F32)),
        Operator::F64Abs => helper(pure("fabs", F64)),
        Operator::F64Neg => helper(pure("fneg", F64)),
        Operator::F64Ceil => helper(pure("fceil", F64)),
        Operator::F64Floor => helper(pure("ffloor", F64)),
        Operator::F64Trunc => helper(pure("ftrunc", F64)),
        Operator::F64Nearest => helper(pure("fnearest", F64)),
        Operator::F64Sqrt => helper(pure("fsqrt", F64)),
        Operator::I32TruncF32S | Operator::I32TruncF64S => helper(trapping("trunc_i32", I32)),
        Operator::I32TruncF32U | Operator::I32TruncF64U => helper(trapping("trunc_u32", I32)),
        Operator::I64TruncF32S | Operator::I64TruncF64S => helper(trapping("trunc_i64", I64)),
        Operator::I64TruncF32U | Operator::I64TruncF64U => helper(trapping("trunc_u64", I64)),
        Operator::I32TruncSatF32S | Operator::I32TruncSatF64S => helper(pure("sat_i32", I32)),
        Operator::I32TruncSatF32U | Operator::I32TruncSatF64U => helper(pure("sat_u32", I32)),
        Operator::I64TruncSatF32S | Operator::I64TruncSatF64S => helper(pure("sat_i64", I64)),
        Operator::I64TruncSatF32U | Operator::I64TruncSatF64U => helper(pure("sat_u64", I64)),
        Operator::F32ConvertI32S => helper(pure("i32_f32", F32)),
        Operator::F32ConvertI32U => helper(pure("u32_f32", F32)),
        Operator::F32ConvertI64S => helper(pure("i64_f32", F32)),
        Operator::F32ConvertI64U => helper(pure("u64_f32", F32)),
        Operator::F64ConvertI32S => helper(pure("i32_f64", F64)),
        Operator::F64ConvertI32U => helper(pure("u32_f64", F64)),
        Operator::F64ConvertI64S => helper(pure("i64_f64", F64)),
        Operator::F64ConvertI64U => helper(pure("u64_f64", F64)),
        Operator::F32DemoteF64 => helper(pure("round32", F32)),
        Operator::I32ReinterpretF32 => helper(pure("f32_bits", I32)),
        Operator::I64ReinterpretF64 => helper(pure("f64_bits", I64)),
        Operator::F32ReinterpretI32 => helper(pure("bits_f32", F32)),
        Operator::F64ReinterpretI64 => helper(pure("bits_f64", F64)),
        _ => return None,
    })
}

fn binary(operator: &Operator<'_>) -> Option<(Ty, BinOp)> {
    int(operator).or_else(|| compare(operator)).or_else(|| float(operator))
}

fn int(operator: &Operator<'_>) -> Option<(Ty, BinOp)> {
    use Operator as O;
    use Width::{W32, W64};
    let (width, op) = match operator {
        O::I32Add => (W32, IntOp::Add),
        O::I32Sub => (W32, IntOp::Sub),
        O::I32Mul => (W32, IntOp::Mul),
        O::I32DivS => (W32, IntOp::DivS),
        O::I32DivU => (W32, IntOp::DivU),
        O::I32RemS => (W32, IntOp::RemS),
        O::I32RemU => (W32, IntOp::RemU),
        O::I32And => (W32, IntOp::And),
        O::I32Or => (W32, IntOp::Or),
        O::I32Xor => (W32, IntOp::Xor),
        O::I32Shl => (W32, IntOp::Shl),
        O::I32ShrS => (W32, IntOp::ShrS),
        O::I32ShrU => (W32, IntOp::ShrU),
        O::I32Rotl => (W32, IntOp::Rotl),
        O::I32Rotr => (W32, IntOp::Rotr),
        O::I64Add => (W64, IntOp::Add),
        O::I64Sub => (W64, IntOp::Sub),
        O::I64Mul => (W64, IntOp::Mul),
        O::I64DivS => (W64, IntOp::DivS),
        O::I64DivU => (W64, IntOp::DivU),
        O::I64RemS => (W64, IntOp::RemS),
        O::I64RemU => (W64, IntOp::RemU),
        O::I64And => (W64, IntOp::And),
        O::I64Or => (W64, IntOp::Or),
        O::I64Xor => (W64, IntOp::Xor),
        O::I64Shl => (W64, IntOp::Shl),
        O::I64ShrS => (W64, IntOp::ShrS),
        O::I64ShrU => (W64, IntOp::ShrU),
        O::I64Rotl => (W64, IntOp::Rotl),
        O::I64Rotr => (W64, IntOp::Rotr),
        _ => return None,
    };
    Some((if width == W32 { Ty::I32 } else { Ty::I64 }, BinOp::Int(width, op)))
}

fn compare(operator: &Operator<'_>) -> Option<(Ty, BinOp)> {
    use Operator as O;
    use Order::{Eq, Ge, Gt, Le, Lt, Ne};
    use Sign::{Signed, Unsigned};
    use Width::{W32, W64};
    let op = match operator {
        O::I32Eq => BinOp::Compare(W32, Unsigned, Eq),
        O::I32Ne => BinOp::Compare(W32, Unsigned, Ne),
        O::I32LtS => BinOp::Compare(W32, Signed, Lt),
        O::I32LtU => BinOp::Compare(W32, Unsigned, Lt),
        O::I32GtS => BinOp::Compare(W32, Signed, Gt),
        O::I32GtU => BinOp::Compare(W32, Unsigned, Gt),
        O::I32LeS => BinOp::Compare(W32, Signed, Le),
        O::I32LeU => BinOp::Compare(W32, Unsigned, Le),
        O::I32GeS => BinOp::Compare(W32, Signed, Ge),
        O::I32GeU => BinOp::Compare(W32, Unsigned, Ge),
        O::I64Eq => BinOp::Compare(W64, Signed, Eq),
        O::I64Ne => BinOp::Compare(W64, Signed, Ne),
        O::I64LtS => BinOp::Compare(W64, Signed, Lt),
        O::I64LtU => BinOp::Compare(W64, Unsigned, Lt),
        O::I64GtS => BinOp::Compare(W64, Signed, Gt),
        O::I64GtU => BinOp::Compare(W64, Unsigned, Gt),
        O::I64LeS => BinOp::Compare(W64, Signed, Le),
        O::I64LeU => BinOp::Compare(W64, Unsigned, Le),
        O::I64GeS => BinOp::Compare(W64, Signed, Ge),
        O::I64GeU => BinOp::Compare(W64, Unsigned, Ge),
        O::F32Eq | O::F64Eq => BinOp::FloatCompare(Eq),
        O::F32Ne | O::F64Ne => BinOp::FloatCompare(Ne),
        O::F32Lt | O::F64Lt => BinOp::FloatCompare(Lt),
        O::F32Gt | O::F64Gt => BinOp::FloatCompare(Gt),
        O::F32Le | O::F64Le => BinOp::FloatCompare(Le),
        O::F32Ge | O::F64Ge => BinOp::FloatCompare(Ge),
        _ => return None,
    };
    Some((Ty::I32, op))
}

fn float(operator: &Operator<'_>) -> Option<(Ty, BinOp)> {
    use Operator as O;
    use Width::{W32, W64};
    Some(match operator {
        O::F32Add => (Ty::F32, BinOp::Float(W32, FloatOp::Add)),
        O::F32Sub => (Ty::F32, BinOp::Float(W32, FloatOp::Sub)),
        O::F32Mul => (Ty::F32, BinOp::Float(W32, FloatOp::Mul)),
        O::F32Div => (Ty::F32, BinOp::Float(W32, FloatOp::Div)),
        O::F64Add => (Ty::F64, BinOp::Float(W64, FloatOp::Add)),
        O::F64Sub => (Ty::F64, BinOp::Float(W64, FloatOp::Sub)),
        O::F64Mul => (Ty::F64, BinOp::Float(W64, FloatOp::Mul)),
        O::F64Div => (Ty::F64, BinOp::Float(W64, FloatOp::Div)),
        O::F32Min => (Ty::F32, BinOp::Helper(pure("fmin", Ty::F32))),
        O::F32Max => (Ty::F32, BinOp::Helper(pure("fmax", Ty::F32))),
        O::F64Min => (Ty::F64, BinOp::Helper(pure("fmin", Ty::F64))),
        O::F64Max => (Ty::F64, BinOp::Helper(pure("fmax", Ty::F64))),
        O::F32Copysign => (Ty::F32, BinOp::Helper(pure("copysign", Ty::F32))),
        O::F64Copysign => (Ty::F64, BinOp::Helper(pure("copysign", Ty::F64))),
        _ => return None,
    })
}

/// Whether it is a store, what it touches, and where.
fn memory<'a>(operator: &'a Operator<'_>) -> Option<(bool, Access, &'a MemArg)> {
    use Operator as O;
    use Ty::{F32, F64, I32, I64};
    let (store, ty, bytes, signed, memarg) = match operator {
        O::I32Load { memarg } => (false, I32, 4, false, memarg),
        O::I64Load { memarg } => (false, I64, 8, false, memarg),
        O::F32Load { memarg } => (false, F32, 4, false, memarg),
        O::F64Load { memarg } => (false, F64, 8, false, memarg),
        O::I32Load8S { memarg } => (false, I32, 1, true, memarg),
        O::I32Load8U { memarg } => (false, I32, 1, false, memarg),
        O::I32Load16S { memarg } => (false, I32, 2, true, memarg),
        O::I32Load16U { memarg } => (false, I32, 2, false, memarg),
        O::I64Load8S { memarg } => (false, I64, 1, true, memarg),
        O::I64Load8U { memarg } => (false, I64, 1, false, memarg),
        O::I64Load16S { memarg } => (false, I64, 2, true, memarg),
        O::I64Load16U { memarg } => (false, I64, 2, false, memarg),
        O::I64Load32S { memarg } => (false, I64, 4, true, memarg),
        O::I64Load32U { memarg } => (false, I64, 4, false, memarg),
        O::I32Store { memarg } => (true, I32, 4, false, memarg),
        O::I64Store { memarg } => (true, I64, 8, false, memarg),
        O::F32Store { memarg } => (true, F32, 4, false, memarg),
        O::F64Store { memarg } => (true, F64, 8, false, memarg),
        O::I32Store8 { memarg } => (true, I32, 1, false, memarg),
        O::I32Store16 { memarg } => (true, I32, 2, false, memarg),
        O::I64Store8 { memarg } => (true, I64, 1, false, memarg),
        O::I64Store16 { memarg } => (true, I64, 2, false, memarg),
        O::I64Store32 { memarg } => (true, I64, 4, false, memarg),
        _ => return None,
    };
    Some((store, Access { bytes, ty, signed, aligned: memarg.align == memarg.max_align }, memarg))
}

impl Lowering<'_> {
    /// Handles an instruction without control flow; `false` if it is not supported.
    pub(super) fn simple(&mut self, operator: &Operator<'_>) -> bool {
        if let Some((ty, op)) = unary(operator) {
            let a = self.pop();
            self.push(Expr::Unary(op, Box::new(a)), ty);
            return true;
        }
        if let Some((ty, op)) = binary(operator) {
            let b = self.pop();
            let a = self.pop();
            self.push(Expr::Binary(op, Box::new(a), Box::new(b)), ty);
            return true;
        }
        if let Some((store, access, memarg)) = memory(operator) {
            let offset = u32::try_from(memarg.offset).expect("validated: 32-bit memory");
            if store {
                let value = self.pop();
                let address = self.pop();
                self.emit(Stmt::Store(access, address, offset, value));
            } else {
                let address = self.pop();
                self.push(Expr::Load(access, Box::new(address), offset), access.ty);
            }
            return true;
        }
        self.other(operator)
    }

    fn other(&mut self, operator: &Operator<'_>) -> bool {
        match *operator {
            Operator::I32Const { value } => self.push(Expr::I32(value.cast_unsigned()), Ty::I32),
            Operator::I64Const { value } => self.push(Expr::I64(value), Ty::I64),
            Operator::F32Const { value } => self.push(Expr::F32(value.bits()), Ty::F32),
            Operator::F64Const { value } => self.push(Expr::F64(value.bits()), Ty::F64),
            Operator::Drop => {
                let value = self.pop();
                if !Effects::of(&value).is_pure() {
                    self.emit(Stmt::Eval(value));
                }
            }
            Operator::Select | Operator::TypedSelect { .. } => self.select(),
            Operator::LocalGet { local_index } => {
                let ty = self.vars[local_index as usize];
                self.push(Expr::Var(local_index), ty);
            }
            Operator::LocalSet { local_index } => {
                let value = self.pop();
                self.emit(Stmt::Set(local_index, value));
            }
            Operator::LocalTee { local_index } => {
                let value = self.pop();
                self.emit(Stmt::Set(local_index, value));
                self.push(Expr::Var(local_index), self.vars[local_index as usize]);
            }
            Operator::GlobalGet { global_index } => {
                self.push(Expr::Global(global_index), self.module.globals[global_index as usize].ty);
            }
            Operator::GlobalSet { global_index } => {
                let value = self.pop();
                self.emit(Stmt::SetGlobal(global_index, value));
            }
            Operator::MemorySize { .. } => self.push(Expr::MemorySize, Ty::I32),
            Operator::MemoryGrow { .. } => {
                let pages = self.pop();
                self.push(Expr::MemoryGrow(Box::new(pages)), Ty::I32);
            }
            Operator::MemoryCopy { .. } => {
                let [to, from, length] = self.pop_three();
                self.emit(Stmt::MemoryCopy(to, from, length));
            }
            Operator::MemoryFill { .. } => {
                let [to, value, length] = self.pop_three();
                self.emit(Stmt::MemoryFill(to, value, length));
            }
            Operator::MemoryInit { data_index, .. } => {
                let [to, from, length] = self.pop_three();
                self.emit(Stmt::MemoryInit(data_index, to, from, length));
            }
            Operator::DataDrop { data_index } => self.emit(Stmt::DataDrop(data_index)),
            _ => return false,
        }
        true
    }

    fn pop_three(&mut self) -> [Expr; 3] {
        let c = self.pop();
        let b = self.pop();
        let a = self.pop();
        [a, b, c]
    }

    /// PHP evaluates the condition first and one value only, WebAssembly all three in order.
    fn select(&mut self) {
        let condition = self.pop();
        let effects = Effects::of(&condition);
        let top = self.stack.len();
        for height in [top - 2, top - 1] {
            let value = Effects::of(&self.stack[height].0);
            if !value.is_pure() || value.must_precede(&effects) {
                self.settle(height);
            }
        }
        let ty = self.stack[top - 1].1;
        let no = self.pop();
        let yes = self.pop();
        self.push(Expr::Select(Box::new([condition, yes, no])), ty);
    }
}
