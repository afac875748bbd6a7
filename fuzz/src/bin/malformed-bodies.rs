//! `malformed-bodies HOST:PORT KEY SEED BODIES CONNECTIONS`: progress on standard error, the outcome as JSON on standard output.

use fuzz::flood::Flood;
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [host, key, numbers @ ..] = arguments.as_slice() else { return usage() };
    let numbers: Vec<u64> = numbers.iter().filter_map(|text| text.parse().ok()).collect();
    let [seed, bodies, connections] = *numbers.as_slice() else { return usage() };
    let flood = Flood { host: host.clone(), key: key.clone(), seed, bodies, connections };
    let started = Instant::now();
    let outcome = flood.run(|answered, wrong| {
        let a_second = answered as f64 / started.elapsed().as_secs_f64();
        eprintln!("  · {answered} of {bodies} bodies, {a_second:.0} a second, {wrong} answered wrongly");
    });
    match serde_json::to_string(&outcome) {
        Ok(text) => println!("{text}"),
        Err(error) => eprintln!("error: {error}"),
    }
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("error: malformed-bodies HOST:PORT KEY SEED BODIES CONNECTIONS");
    ExitCode::FAILURE
}
