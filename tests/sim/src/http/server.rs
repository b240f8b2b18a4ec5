//! The server: one thread per connection, the simulator behind one lock.

use std::io::{self, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{control, garbage, message};
use crate::faults::Exchange;
use crate::simulator::Simulator;
use crate::unopim::Moment;

#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Answer TLS handshakes with garbage instead of taking them for broken HTTP.
    pub tls_garbage: bool,
    /// How long a connection is held open without an answer.
    pub silence: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Options { tls_garbage: false, silence: Duration::from_mins(2) }
    }
}

pub struct Server {
    pub address: SocketAddr,
    simulator: Arc<Mutex<Simulator>>,
}

impl Server {
    /// Listens on a loopback port (0 for any free one) and serves in the background until the process ends.
    pub fn start(port: u16, simulator: Simulator, options: Options) -> io::Result<Server> {
        let listener = TcpListener::bind(("127.0.0.1", port))?;
        let address = listener.local_addr()?;
        let simulator = Arc::new(Mutex::new(simulator));
        let shared = Arc::clone(&simulator);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                // A connection that breaks is the client's affair.
                thread::spawn(move || drop(serve(stream, &shared, options)));
            }
        });
        Ok(Server { address, simulator })
    }

    /// The simulator itself, for changes that need no request.
    pub fn simulator(&self) -> MutexGuard<'_, Simulator> {
        locked(&self.simulator)
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// A thread that died while holding the lock leaves a state that is still whole.
fn locked(simulator: &Mutex<Simulator>) -> MutexGuard<'_, Simulator> {
    simulator.lock().unwrap_or_else(PoisonError::into_inner)
}

fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment::try_from(since.as_millis()).unwrap_or(Moment::MAX)
}

fn serve(mut stream: TcpStream, simulator: &Mutex<Simulator>, options: Options) -> io::Result<()> {
    stream.set_nodelay(true)?;
    if options.tls_garbage && garbage::is_tls(&stream)? {
        return garbage::answer(&mut stream);
    }
    let mut reader = BufReader::new(stream.try_clone()?);
    while let Some(incoming) = message::read(&mut reader, &mut stream)? {
        let request = &incoming.request;
        let keep_alive = incoming.keep_alive;
        let head_only = request.method == "HEAD";
        if request.raw_path().starts_with(control::PATH) {
            let response = control::answer(&mut locked(simulator), request, now());
            message::write(&mut stream, &response, head_only, keep_alive, usize::MAX)?;
        } else {
            let exchange = locked(simulator).exchange(request, now());
            match exchange {
                Exchange::Answer { response, delay } => {
                    if delay > 0 {
                        thread::sleep(Duration::from_millis(delay));
                    }
                    message::write(&mut stream, &response, head_only, keep_alive, usize::MAX)?;
                }
                Exchange::Truncated { response, bytes } => {
                    return message::write(&mut stream, &response, head_only, false, bytes);
                }
                Exchange::Silence => {
                    thread::sleep(options.silence);
                    return Ok(());
                }
                Exchange::Reset | Exchange::Refused => return reset(&stream),
            }
        }
        if !keep_alive {
            break;
        }
    }
    Ok(())
}

/// Closing with a linger of zero sends RST instead of FIN.
fn reset(stream: &TcpStream) -> io::Result<()> {
    socket2::SockRef::from(stream).set_linger(Some(Duration::ZERO))
}
