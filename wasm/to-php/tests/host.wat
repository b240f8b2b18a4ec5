;; A WASI command for tests/host.rs: writes back what it reads. A first byte from this list does something else:
;; T traps, O reads out of bounds, S writes out of bounds, R never stops calling itself, D divides by zero,
;; G lets memory grow as far as it goes and writes the number of pages as four bytes.
(module
	(import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
	(import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
	(import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
	(import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
	(import "wasi_snapshot_preview1" "environ_sizes_get" (func $environ_sizes_get (param i32 i32) (result i32)))
	(memory (export "memory") 2)
	(data (i32.const 256) "bye")

	(func $write (param $descriptor i32) (param $from i32) (param $length i32)
		(i32.store (i32.const 32) (local.get $from))
		(i32.store (i32.const 36) (local.get $length))
		(if (call $fd_write (local.get $descriptor) (i32.const 32) (i32.const 1) (i32.const 40))
			(then (call $proc_exit (i32.const 99))))
		(if (i32.ne (i32.load (i32.const 40)) (local.get $length))
			(then (call $proc_exit (i32.const 98)))))

	(func $forever (param $n i32) (result i32)
		(i32.add (i32.const 1) (call $forever (i32.add (local.get $n) (i32.const 1)))))

	(func (export "_start")
		(local $first i32)
		;; No variables, and numbers that are always the same.
		(if (i32.or (call $environ_sizes_get (i32.const 48) (i32.const 52)) (call $random_get (i32.const 56) (i32.const 8)))
			(then (call $proc_exit (i32.const 97))))
		(if (i32.ne (i32.load (i32.const 48)) (i32.const 0)) (then (call $proc_exit (i32.const 96))))
		;; Only the three streams are there.
		(if (i32.ne (call $fd_write (i32.const 3) (i32.const 32) (i32.const 0) (i32.const 40)) (i32.const 8))
			(then (call $proc_exit (i32.const 95))))
		(loop $again
			;; Two pieces, the first of them small.
			(i32.store (i32.const 0) (i32.const 1024))
			(i32.store (i32.const 4) (i32.const 5000))
			(i32.store (i32.const 8) (i32.const 20000))
			(i32.store (i32.const 12) (i32.const 4096))
			(if (call $fd_read (i32.const 0) (i32.const 0) (i32.const 2) (i32.const 16))
				(then (call $proc_exit (i32.const 94))))
			(if (i32.eqz (i32.load (i32.const 16)))
				(then
					(call $write (i32.const 2) (i32.const 256) (i32.const 3))
					(call $proc_exit (i32.const 7))))
			(local.set $first (i32.load8_u (i32.const 1024)))
			(if (i32.eq (local.get $first) (i32.const 84)) (then (unreachable)))
			(if (i32.eq (local.get $first) (i32.const 79)) (then (drop (i32.load (i32.mul (local.get $first) (i32.const 10000))))))
			(if (i32.eq (local.get $first) (i32.const 83)) (then (i32.store (i32.mul (local.get $first) (i32.const 10000)) (i32.const 1))))
			(if (i32.eq (local.get $first) (i32.const 82)) (then (drop (call $forever (i32.const 0)))))
			(if (i32.eq (local.get $first) (i32.const 68)) (then (drop (i32.div_u (local.get $first) (i32.load (i32.const 300))))))
			(if (i32.eq (local.get $first) (i32.const 71))
				(then
					(loop $more (br_if $more (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
					(i32.store (i32.const 64) (memory.size))
					(call $write (i32.const 1) (i32.const 64) (i32.const 4)))
				(else (call $write (i32.const 1) (i32.const 1024) (i32.load (i32.const 16)))))
			(br $again))))
