use super::rank::nearest_rank;
use serde::Serialize;

/// A step, and who reached it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "FunnelStep"))]
#[allow(missing_docs)]
pub struct Step {
    /// As it was asked for.
    pub step: String,
    pub people: usize,
    /// Of those who took step 1.
    pub conversion: Option<f64>,
    /// Of those who took the step before.
    pub from_previous: Option<f64>,
    /// From step 1 to this step.
    pub median_ms: Option<u64>,
    pub p90_ms: Option<u64>,
}

/// The funnel of all people, or of those of one value.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct Funnel {
    pub people: usize,
    /// Those who reached the last step.
    pub converted: usize,
    pub conversion: Option<f64>,
    pub steps: Vec<Step>,
}

/// A funnel by a dimension, one of its values.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "FunnelSeries"))]
#[allow(missing_docs)]
pub struct Series {
    pub value: Option<String>,
    pub steps: Vec<Step>,
}

/// When people reached a step for the first time.
#[derive(Clone, Debug, Default)]
pub struct Reaches {
    people: Vec<u32>,
    millis: Vec<u64>,
}

impl Reaches {
    /// What is kept of one person who reached the step.
    pub const BYTES_OF_ONE: usize = size_of::<u32>() + size_of::<u64>();

    /// A person reached the step so many milliseconds after step 1.
    pub fn push(&mut self, person: usize, millis: u64) {
        self.people.push(person as u32);
        self.millis.push(millis);
    }
}

/// The steps of several groups of people. `first` is how many of each took step 1, `reaches` are the other steps', and `group` says which
/// group a person is in, if any.
pub fn steps_of_groups(labels: &[String], first: &[usize], reaches: &[Reaches], group: impl Fn(usize) -> Option<usize>) -> Vec<Vec<Step>> {
    let first_step = |people: &usize| labels.iter().take(1).map(|label| step(label, &mut [], *people, *people, None)).collect();
    let mut groups: Vec<Vec<Step>> = first.iter().map(first_step).collect();
    for (label, reaches) in labels.iter().skip(1).zip(reaches) {
        let mut times: Vec<Vec<u64>> = vec![Vec::new(); groups.len()];
        for (person, millis) in reaches.people.iter().zip(&reaches.millis) {
            let place = group(*person as usize).and_then(|group| times.get_mut(group));
            place.into_iter().for_each(|times| times.push(*millis));
        }
        for ((steps, times), all) in groups.iter_mut().zip(&mut times).zip(first) {
            let previous = steps.last().map(|step| step.people);
            let people = times.len();
            steps.push(step(label, times, people, *all, previous));
        }
    }
    groups
}

fn step(label: &str, times: &mut [u64], people: usize, all: usize, previous: Option<usize>) -> Step {
    let of = |whole: usize| (whole > 0).then(|| people as f64 / whole as f64);
    Step {
        step: label.to_owned(),
        people,
        conversion: of(all),
        from_previous: previous.and_then(of),
        median_ms: nearest_rank(times, 50),
        p90_ms: nearest_rank(times, 90),
    }
}

impl From<Vec<Step>> for Funnel {
    fn from(steps: Vec<Step>) -> Funnel {
        let (first, last) = (steps.first(), steps.last());
        Funnel {
            people: first.map_or(0, |step| step.people),
            converted: last.map_or(0, |step| step.people),
            conversion: last.and_then(|step| step.conversion),
            steps,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_have_their_own_steps() {
        let labels = ["a", "b", "c"].map(String::from);
        let mut reaches = vec![Reaches::default(), Reaches::default()];
        for (person, millis) in [(0, 30), (1, 10), (2, 20), (4, 99)] {
            reaches[0].push(person, millis);
        }
        reaches[1].push(1, 50);
        let groups =
            steps_of_groups(&labels, &[3, 1], &reaches, |person| [Some(0), Some(0), Some(0), Some(1), None].get(person).copied().flatten());
        let of = |step: &Step| (step.people, step.conversion, step.from_previous, step.median_ms, step.p90_ms);
        assert_eq!(of(&groups[0][0]), (3, Some(1.0), None, None, None));
        assert_eq!(of(&groups[0][1]), (3, Some(1.0), Some(1.0), Some(20), Some(30)));
        assert_eq!(of(&groups[0][2]), (1, Some(1.0 / 3.0), Some(1.0 / 3.0), Some(50), Some(50)));
        assert_eq!(of(&groups[1][1]), (0, Some(0.0), Some(0.0), None, None));
        assert_eq!(of(&groups[1][2]), (0, Some(0.0), None, None, None));
        let funnel = Funnel::from(groups[0].clone());
        assert_eq!((funnel.people, funnel.converted, funnel.conversion), (3, 1, Some(1.0 / 3.0)));
        assert_eq!(steps_of_groups(&labels, &[0], &reaches[1..], |_| None)[0][0].conversion, None);
    }
}
