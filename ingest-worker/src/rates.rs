//! Who is counted where, before a request is answered. The counting is the platform's (`limiters.rs`), how much is too much stands in
//! `wrangler.toml`.

use crate::key::KeyKind;
use sha2::{Digest, Sha256};
use std::net::{IpAddr, Ipv6Addr};

/// The least and the most seconds after which to come again. The platform does not say when it will have room; a minute is what it counts by.
const LEAST_PAUSE: u64 = 15;
const MOST_PAUSE: u64 = 30;

/// One of the deployment's limiters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limiter {
    /// Requests with a write key, of one address.
    Writes,
    /// Requests with a key that reads or with none, of one address.
    Questions,
    /// Requests with one key, whoever sends them.
    Key,
    /// Keys that are none, of one address.
    BadKeys,
}

impl Limiter {
    /// All of them.
    pub const ALL: [Limiter; 4] = [Limiter::Writes, Limiter::Questions, Limiter::Key, Limiter::BadKeys];

    /// The name of its binding in `wrangler.toml`.
    pub fn binding(self) -> &'static str {
        match self {
            Limiter::Writes => "WRITES_OF_ADDRESS",
            Limiter::Questions => "QUESTIONS_OF_ADDRESS",
            Limiter::Key => "REQUESTS_OF_KEY",
            Limiter::BadKeys => "BAD_KEYS_OF_ADDRESS",
        }
    }
}

/// One request more of somebody, at one limiter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Which limiter.
    pub limiter: Limiter,
    /// Who: a hash, from which nobody learns an address or a key.
    pub who: String,
}

/// What a request with a key counts as, the narrowest limit first. `key` names the key, by its hash or otherwise; `kind` is what it says
/// that it is. A project's budget of an address is its own: whoever shares the address with visitors of another site is not held back by
/// them. Of servers the address says nothing.
pub fn of_key(kind: KeyKind, key: &str, address: Option<&str>) -> Vec<Count> {
    let of_address = match kind {
        KeyKind::Write => Some(Limiter::Writes),
        KeyKind::Read | KeyKind::Admin => Some(Limiter::Questions),
        KeyKind::Server => None,
    };
    let of_address = of_address.and_then(|limiter| Some(count(limiter, key, address?)));
    of_address.into_iter().chain([Count { limiter: Limiter::Key, who: key.to_owned() }]).collect()
}

/// What a request counts as that is answered without a key.
pub fn of_nobody(address: Option<&str>) -> Vec<Count> {
    address.map(|address| count(Limiter::Questions, "", address)).into_iter().collect()
}

/// What a key that is none counts as. The key has no part in it: each guess is another one.
pub fn of_bad_key(address: Option<&str>) -> Vec<Count> {
    address.map(|address| count(Limiter::BadKeys, "", address)).into_iter().collect()
}

/// Seconds after which to come again. They differ by the moment, so that those who were turned away together do not come back together.
pub fn pause_seconds(now: u64) -> u64 {
    LEAST_PAUSE + now % (MOST_PAUSE - LEAST_PAUSE + 1)
}

fn count(limiter: Limiter, key: &str, address: &str) -> Count {
    let hash = Sha256::new().chain_update(limiter.binding()).chain_update([0]).chain_update(key).chain_update([0]);
    Count { limiter, who: format!("{:x}", hash.chain_update(network(address)).finalize()) }
}

/// What is taken for one address: of IPv6 the first half, since whoever has one has all of the other.
fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).to_string(),
        Ok(address) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Option<&str> = Some("192.0.2.7");

    #[test]
    fn who_is_counted_where() {
        let limiters = |counts: Vec<Count>| counts.into_iter().map(|count| count.limiter).collect::<Vec<_>>();
        let table = [
            (of_key(KeyKind::Write, "k", HERE), &[Limiter::Writes, Limiter::Key][..]),
            (of_key(KeyKind::Server, "k", HERE), &[Limiter::Key]),
            (of_key(KeyKind::Read, "k", HERE), &[Limiter::Questions, Limiter::Key]),
            (of_key(KeyKind::Admin, "k", HERE), &[Limiter::Questions, Limiter::Key]),
            (of_key(KeyKind::Write, "k", None), &[Limiter::Key]),
            (of_nobody(HERE), &[Limiter::Questions]),
            (of_nobody(None), &[]),
            (of_bad_key(HERE), &[Limiter::BadKeys]),
            (of_bad_key(None), &[]),
        ];
        for (at, (counts, expected)) in table.into_iter().enumerate() {
            assert_eq!(limiters(counts), expected, "{at}");
        }
    }

    #[test]
    fn an_address_is_counted_for_each_key_and_named_nowhere() {
        let who = |key: &str, address| of_key(KeyKind::Write, key, Some(address)).remove(0).who;
        assert_eq!(who("k", "192.0.2.7"), who("k", "192.0.2.7"));
        assert_ne!(who("k", "192.0.2.7"), who("other", "192.0.2.7"));
        assert_ne!(who("k", "192.0.2.7"), who("k", "192.0.2.8"));
        let all = [who("k", "192.0.2.7"), of_key(KeyKind::Read, "k", HERE).remove(0).who, of_bad_key(HERE).remove(0).who];
        assert!(all.iter().all(|who| who.len() == 64 && !who.contains("192")));
        assert!(all[0] != all[1] && all[1] != all[2]);
    }

    #[test]
    fn one_address_is_one_network() {
        let table = [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
            ("2001:0DB8:1:2:ffff::", "2001:db8:1:2::"),
            ("not an address", "not an address"),
        ];
        for (address, expected) in table {
            assert_eq!(network(address), expected, "{address}");
        }
    }

    #[test]
    fn pauses_are_spread() {
        let pauses: std::collections::BTreeSet<u64> = (0..1000).map(pause_seconds).collect();
        assert_eq!((pauses.first(), pauses.last(), pauses.len()), (Some(&15), Some(&30), 16));
    }
}
