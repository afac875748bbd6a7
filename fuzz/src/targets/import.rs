//! Lines of an export.

use super::ingest::NOW;
use super::rows;
use ingest_worker::ingest::{Import, RowKey, Surroundings};

/// A body of lines.
pub fn lines(body: &[u8]) {
    let read = || Import::read(body, &["grade".to_owned()], Surroundings { now: NOW, seed: [0; 8], floor: None });
    let import = read();
    let rows = rows::read(&import.rows, rows::OF_AN_IMPORT);
    rows::check(&rows, import.keys());
    let keys = import.keys().to_vec();
    for stored in [keys.clone(), Vec::new(), keys.into_iter().step_by(2).collect::<Vec<RowKey>>()] {
        let answer = read().settle(&stored);
        assert_eq!(answer.accepted + answer.duplicate + answer.rejected, answer.lines);
        assert_eq!(answer.accepted, stored.len());
        assert!(answer.lines <= body.split(|&byte| byte == b'\n').count());
        assert_eq!(answer.bad_lines.len(), answer.rejected.min(100));
        assert!(answer.bad_lines.windows(2).all(|pair| matches!(pair, [a, b] if a.line < b.line)));
    }
}
