use super::Head;
use crate::body;
use crate::rejection::Rejection;
use event_model::limits::MAX_BODY_BYTES;
use futures_util::future::{select, Either};
use futures_util::StreamExt;
use std::borrow::Cow;
use std::future::Future;
use std::pin::pin;
use std::time::Duration;
use worker::{ByteStream, Delay, Request};

/// How much of a refused body is read all the same, and thrown away. A server that answers before it has read what was sent closes the
/// connection over it, which resets it, and the reset may overtake the answer: the sender would never know what was wrong.
const MAX_DISCARDED_BYTES: usize = 16 * 1024 * 1024;
/// How long that may take: who announces a body and waits for the answer before sending it is answered then.
const MAX_DISCARDING: Duration = Duration::from_secs(1);

/// Reads a body of at most [`MAX_BODY_BYTES`], as sent and inflated.
pub async fn read_body(request: &mut Request, head: &Head) -> Result<Vec<u8>, Rejection> {
    read_body_within(request, head, MAX_BODY_BYTES).await
}

/// Reads a body of at most so many bytes, as sent and inflated, that arrives in time; nothing of a longer one is kept.
pub async fn read_body_within(request: &mut Request, head: &Head, max_bytes: usize) -> Result<Vec<u8>, Rejection> {
    let encoding = head.content_encoding.as_deref();
    body::check_headers(head.content_length.as_deref(), encoding, max_bytes)?;
    let sent = within(head.body_time, receive(request, head, max_bytes)).await.unwrap_or(Err(Rejection::BodyTooSlow))?;
    match body::inflate(&sent, encoding, max_bytes)? {
        Cow::Borrowed(_) => Ok(sent),
        Cow::Owned(inflated) => Ok(inflated),
    }
}

/// Reads what nobody wanted of a body, within bounds, and forgets it. See [`MAX_DISCARDED_BYTES`].
pub async fn discard(request: &mut Request) {
    // Fails for a request without a body, and for one whose body was read.
    let Ok(mut stream) = request.stream() else { return };
    discard_rest(&mut stream).await;
}

async fn receive(request: &mut Request, head: &Head, max_bytes: usize) -> Result<Vec<u8>, Rejection> {
    if head.content_length.is_some() {
        // The platform ends a body at the announced length, which was found small enough. Reading at once crosses into JavaScript once,
        // a stream once for each chunk.
        return request.bytes().await.map_err(|_| Rejection::BodyUnreadable);
    }
    let mut sent = Vec::new();
    // A request without any body has no stream either.
    let Ok(mut stream) = request.stream() else { return Ok(sent) };
    while let Some(chunk) = stream.next().await {
        sent.extend_from_slice(&chunk.map_err(|_| Rejection::BodyUnreadable)?);
        if sent.len() > max_bytes {
            discard_rest(&mut stream).await;
            return Err(Rejection::BodyTooLarge(max_bytes));
        }
    }
    Ok(sent)
}

async fn discard_rest(stream: &mut ByteStream) {
    let mut left = MAX_DISCARDED_BYTES;
    let discarding = async {
        while let Some(Ok(chunk)) = stream.next().await {
            left = left.saturating_sub(chunk.len());
            if left == 0 {
                break;
            }
        }
    };
    // Whether it ended or took too long: there is nothing more that can be done.
    within(MAX_DISCARDING, discarding).await;
}

/// What a future comes to, or nothing if it takes longer.
async fn within<T>(time: Duration, future: impl Future<Output = T>) -> Option<T> {
    match select(pin!(future), pin!(Delay::from(time))).await {
        Either::Left((outcome, _)) => Some(outcome),
        Either::Right(_) => None,
    }
}
