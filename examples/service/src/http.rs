//! Just enough HTTP for two routes.

use std::io::{BufRead, BufReader, Read, Result, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::store::{Answer, Store};

/// A request body may not be larger than this.
const LARGEST: usize = 1 << 20;

/// Reads one request and answers it.
pub(crate) fn answer(mut stream: TcpStream, store: &mut Store) -> Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut reader = BufReader::new(stream.try_clone()?).take(2 * LARGEST as u64);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut length = 0;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? == 0 || header.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(usize::MAX);
        }
    }
    let (status, body) = if length > LARGEST {
        ("413 Content Too Large", error("at most one MiB a request"))
    } else {
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        route(request.trim(), &body, store)
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

/// The answer of a route: status and JSON.
pub(crate) fn route(request: &str, body: &[u8], store: &mut Store) -> (&'static str, String) {
    let mut words = request.split_ascii_whitespace();
    match (words.next(), words.next()) {
        (Some("GET"), Some("/nps")) => match store.nps() {
            Ok(nps) => ("200 OK", serde_json::to_string(&nps).unwrap_or_default()),
            Err(failed) => ("500 Internal Server Error", error(&failed.to_string())),
        },
        (Some("POST"), Some("/answers")) => {
            let answers = serde_json::from_slice::<Vec<Answer>>(body).map_err(|e| e.to_string());
            match answers.and_then(|answers| store.take(&answers)) {
                Ok(taken) => ("200 OK", format!("{{\"accepted\":{taken}}}")),
                Err(message) => ("400 Bad Request", error(&message)),
            }
        }
        (Some("GET"), Some("/state")) => {
            ("200 OK", serde_json::to_string(store).unwrap_or_default())
        }
        (Some("POST"), Some("/merge")) => match serde_json::from_slice::<Store>(body) {
            Ok(other) => {
                store.merge(other);
                ("200 OK", "{}".into())
            }
            Err(failed) => ("400 Bad Request", error(&failed.to_string())),
        },
        _ => ("404 Not Found", error("routes: POST /answers, GET /nps, GET /state, POST /merge")),
    }
}

fn error(message: &str) -> String {
    serde_json::json!({ "error": message }).to_string()
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn answers_over_a_socket() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("bound");
        let service = std::thread::spawn(move || {
            let mut store = Store::default();
            for stream in listener.incoming().take(2) {
                answer(stream.expect("a client"), &mut store).expect("answered");
            }
        });
        let ask = |request: &str| {
            let mut stream = TcpStream::connect(address).expect("listening");
            stream.write_all(request.as_bytes()).expect("sent");
            let mut text = String::new();
            stream.read_to_string(&mut text).expect("an answer");
            text
        };
        let body = r#"[{"touchpoint":"branch","score":9},{"touchpoint":"branch","score":4}]"#;
        let posted =
            ask(&format!("POST /answers HTTP/1.1\r\ncontent-length: {}\r\n\r\n{body}", body.len()));
        assert!(posted.ends_with(r#"{"accepted":2}"#), "{posted}");
        let nps = ask("GET /nps HTTP/1.1\r\n\r\n");
        assert!(nps.contains(r#""touchpoint":"branch","answers":2,"nps":0.0"#), "{nps}");
        service.join().expect("ends");
    }

    #[test]
    fn the_state_of_one_instance_goes_into_another() {
        let mut first = Store::default();
        let answers = br#"[{"touchpoint":"app","score":10}]"#;
        assert_eq!(route("POST /answers HTTP/1.1", answers, &mut first).0, "200 OK");
        let (_, state) = route("GET /state HTTP/1.1", b"", &mut first);
        let mut second = Store::default();
        assert_eq!(route("POST /merge HTTP/1.1", state.as_bytes(), &mut second).0, "200 OK");
        assert_eq!(
            route("GET /nps HTTP/1.1", b"", &mut second),
            route("GET /nps HTTP/1.1", b"", &mut first)
        );
    }

    #[test]
    fn what_is_wrong_is_said() {
        let mut store = Store::default();
        assert_eq!(route("GET / HTTP/1.1", b"", &mut store).0, "404 Not Found");
        let (status, body) = route("POST /answers HTTP/1.1", b"[{\"score\":1}]", &mut store);
        assert_eq!(status, "400 Bad Request");
        assert!(body.contains("touchpoint"), "{body}");
    }
}
