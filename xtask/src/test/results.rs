//! How many tests passed, failed and were skipped, which ones failed and why, and how cargo's test runners say it.

use std::iter::Sum;

/// Results of some tests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Results {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
    /// What failed: a name, and as much of the reason as helps to find it. The whole of it was printed when it happened.
    pub failures: Vec<String>,
}

impl Results {
    pub const PASSED: Self = Self { passed: 1, failed: 0, skipped: 0, failures: Vec::new() };
    pub const SKIPPED: Self = Self { passed: 0, failed: 0, skipped: 1, failures: Vec::new() };

    /// One failure.
    pub fn failure(told: String) -> Self {
        Self { failed: 1, failures: vec![told], ..Self::default() }
    }

    /// Adds up every line `test result: ok. 3 passed; 0 failed; 1 ignored; …` of cargo's output, and names each `test … ... FAILED`.
    pub fn from_cargo(output: &str) -> Self {
        let failures = output.lines().filter_map(|line| line.trim().strip_prefix("test ")?.strip_suffix(" ... FAILED"));
        let counts: Self = output.lines().filter_map(Self::from_result_line).sum();
        Self { failures: failures.map(str::to_owned).collect(), ..counts }
    }

    fn from_result_line(line: &str) -> Option<Self> {
        let (_, numbers) = line.trim().strip_prefix("test result:")?.split_once(". ")?;
        let number = |word: &str| numbers.split(';').find_map(|part| part.trim().strip_suffix(word)?.trim().parse().ok());
        Some(Self { passed: number("passed")?, failed: number("failed")?, skipped: number("ignored").unwrap_or(0), failures: Vec::new() })
    }
}

impl Sum for Results {
    fn sum<I: Iterator<Item = Self>>(results: I) -> Self {
        results.fold(Self::default(), |mut sum, next| {
            sum.failures.extend(next.failures);
            Self { passed: sum.passed + next.passed, failed: sum.failed + next.failed, skipped: sum.skipped + next.skipped, ..sum }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Results;

    #[test]
    fn all_result_lines_are_added_and_what_failed_is_named() {
        let output = "running 3 tests\ntest a ... ok\ntest parse::b ... FAILED\n\n\
            test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured\n";
        let expected = Results { passed: 4, failed: 2, skipped: 1, failures: vec!["parse::b".to_owned()] };
        assert_eq!(Results::from_cargo(output), expected);
        assert_eq!(Results::from_cargo("error: could not compile"), Results::default());
    }

    #[test]
    fn a_sum_keeps_every_failure() {
        let sum: Results = [Results::PASSED, Results::failure("one".to_owned()), Results::failure("two".to_owned())].into_iter().sum();
        assert_eq!(sum, Results { passed: 1, failed: 2, skipped: 0, failures: vec!["one".to_owned(), "two".to_owned()] });
    }
}
