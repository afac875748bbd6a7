//! EDGE: the platform's rate limiters. One that the deployment lacks, or that fails, lets everything pass: they are there to keep harm away,
//! and do none themselves.

use crate::key::KeyKind;
use crate::rates::{of_bad_key, of_key, of_nobody, pause_seconds, Count, Limiter};
use crate::rejection::Rejection;
use worker::{console_error, Env, Request};

/// The deployment's limiters, and whose request is to be counted.
#[derive(Debug)]
pub struct Limiters {
    env: Env,
    /// Leaves this file as part of a hash only.
    address: Option<String>,
}

impl Limiters {
    /// Those that count a request.
    pub fn of(env: &Env, request: &Request) -> worker::Result<Limiters> {
        Ok(Limiters { env: env.clone(), address: request.headers().get("cf-connecting-ip")? })
    }

    /// Counts the request for its key, which goes by `name`, and refuses it if there were too many.
    pub async fn admit(&self, kind: KeyKind, name: &str, now: u64) -> Result<(), Rejection> {
        self.count(of_key(kind, name, self.address.as_deref()), now).await
    }

    /// The same of a request that is answered without a key.
    pub async fn admit_anybody(&self, now: u64) -> Result<(), Rejection> {
        self.count(of_nobody(self.address.as_deref()), now).await
    }

    /// Why a request with a key that is none is refused: for the key, or for how many there were.
    pub async fn bad_key(&self, now: u64) -> Rejection {
        self.count(of_bad_key(self.address.as_deref()), now).await.err().unwrap_or(Rejection::UnknownKey)
    }

    /// Whether the deployment has all of them.
    pub fn are_bound(&self) -> bool {
        Limiter::ALL.into_iter().all(|limiter| self.env.rate_limiter(limiter.binding()).is_ok())
    }

    /// The first limiter that has no room refuses.
    async fn count(&self, counts: Vec<Count>, now: u64) -> Result<(), Rejection> {
        for Count { limiter, who } in counts {
            let Ok(binding) = self.env.rate_limiter(limiter.binding()) else { continue };
            match binding.limit(who).await {
                Ok(outcome) if outcome.success => {}
                Ok(_) => return Err(Rejection::RateLimited(pause_seconds(now))),
                Err(error) => console_error!("a rate limiter failed: {error}"),
            }
        }
        Ok(())
    }
}
