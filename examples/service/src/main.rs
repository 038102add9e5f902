//! NPS per touchpoint as answers come in: a service of two routes around the core's tallies.
//!
//! ```text
//! cargo run -p cx-service -- 127.0.0.1:8085
//! curl -d '[{"touchpoint":"branch","score":9}]' http://127.0.0.1:8085/answers
//! curl http://127.0.0.1:8085/nps
//! ```
//!
//! The state is a map of tallies: it merges with that of another instance, and it serialises, so
//! it can be stored and read back without a loss.
#![allow(clippy::print_stdout, reason = "says where it listens")]

mod http;
mod store;

use std::net::TcpListener;

use store::Store;

fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8085".into());
    let listener = TcpListener::bind(&address)?;
    println!("listening on http://{}", listener.local_addr()?);
    let mut store = Store::default();
    for stream in listener.incoming() {
        // One client that breaks off must not end the service.
        if let Err(error) = stream.and_then(|stream| http::answer(stream, &mut store)) {
            println!("client: {error}");
        }
    }
    Ok(())
}
