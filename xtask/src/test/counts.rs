//! How many tests passed, failed and were skipped, and how cargo's test runners say it.

use std::iter::Sum;

/// Results of some tests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Counts {
    pub const PASSED: Self = Self { passed: 1, failed: 0, skipped: 0 };
    pub const FAILED: Self = Self { passed: 0, failed: 1, skipped: 0 };
    pub const SKIPPED: Self = Self { passed: 0, failed: 0, skipped: 1 };

    /// Adds up every line `test result: ok. 3 passed; 0 failed; 1 ignored; …` of cargo's output.
    pub fn from_cargo(output: &str) -> Self {
        output.lines().filter_map(Self::from_result_line).sum()
    }

    fn from_result_line(line: &str) -> Option<Self> {
        let (_, numbers) = line.trim().strip_prefix("test result:")?.split_once(". ")?;
        let number = |word: &str| numbers.split(';').find_map(|part| part.trim().strip_suffix(word)?.trim().parse().ok());
        Some(Self { passed: number("passed")?, failed: number("failed")?, skipped: number("ignored").unwrap_or(0) })
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |sum, next| Self {
            passed: sum.passed + next.passed,
            failed: sum.failed + next.failed,
            skipped: sum.skipped + next.skipped,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn all_result_lines_are_added() {
        let output = "running 3 tests\ntest a ... ok\n\n\
            test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured\n";
        assert_eq!(Counts::from_cargo(output), Counts { passed: 4, failed: 2, skipped: 1 });
        assert_eq!(Counts::from_cargo("error: could not compile"), Counts::default());
    }
}
