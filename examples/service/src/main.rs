//! NPS per touchpoint as answers come in: a small service around the core's tallies.
//!
//! ```text
//! cargo run -p cx-service -- 127.0.0.1:8085
//! curl -d '[{"touchpoint":"branch","score":9}]' http://127.0.0.1:8085/answers
//! curl http://127.0.0.1:8085/nps
//! ```
//!
//! The state is a map of tallies. `GET /state` gives it as JSON, `POST /merge` takes that of another
//! instance in: the result is the same as if one instance had seen all answers.
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
