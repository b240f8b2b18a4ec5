//! The commands of the binary.

pub(crate) mod arguments;
pub(crate) mod demo;
pub(crate) mod run;
pub(crate) mod serve;

pub(crate) const USAGE: &str = "\
usage: unopim-sim serve [options]
       unopim-sim run [--seeds N] [--from SEED] [--tell]
       unopim-sim demo --engine COMMAND [--json] [options]

demo pulls a catalogue twice into a shop in memory. COMMAND speaks frames on standard input and output
(docs/wire.md); --version and the options of the catalogue are those of serve.

run tells seeded stories: whole runs between UnoPim and a shop in memory, with faults and crashes.

Serves UnoPim on a loopback port until standard input closes. Prints one line of JSON when ready:
address, url, version, client_id, client_secret, username, password, reader.

  --port N              port, 0 for any free one (default 0)
  --version V           1.0, 2.1, 3.0.0 or 3.0.1 (default 3.0.0)
  --catalogue KIND      recorded or generated (default recorded)
  --products N          rows of both product lists together (generated; default 1000)
  --seed N              seed of the catalogue (generated; default 1)
  --edges SHARE         thousandths of simple products in odd shapes (generated; default 0)
  --variants SHARE      thousandths of rows that belong to configurables (generated; default 400)
  --two-level SHARE     thousandths of configurables with a middle level (generated, 3.0; default 0)
  --no-images           no pictures (generated)
  --faults SPEC         such as seed=7,timeout=0.01,429:5=0.02@/products (see src/faults/spec.rs)
  --no-throttle         no rate limit
  --base-url URL        what links carry (default: the address)
  --zone MINUTES        the server's time zone, minutes east of UTC (default 0)
  --silence SECONDS     how long a timeout fault holds the connection (default 120)
  --tls-garbage         answer TLS handshakes with garbage
  --warm                build every product page before saying ready
  --ignore-stdin        run until killed";
