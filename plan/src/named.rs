/// Things with names, in the order of their file, that are found by name quickly.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Named<T> {
    items: Vec<(String, T)>,
    /// Positions in `items`, in order of name.
    sorted: Vec<usize>,
}

impl<T> Default for Named<T> {
    fn default() -> Named<T> {
        Named::new(Vec::new())
    }
}

impl<T> Named<T> {
    /// Takes things whose names differ.
    pub(crate) fn new(items: Vec<(String, T)>) -> Named<T> {
        let mut by_name: Vec<(&str, usize)> = items.iter().enumerate().map(|(at, (name, _))| (name.as_str(), at)).collect();
        by_name.sort_unstable();
        let sorted = by_name.into_iter().map(|(_, at)| at).collect();
        Named { items, sorted }
    }

    /// The thing of that name, and its position in the file.
    pub(crate) fn find(&self, name: &str) -> Option<(usize, &T)> {
        let found = self.sorted.binary_search_by(|&at| self.items.get(at).map_or("", |(name, _)| name.as_str()).cmp(name)).ok()?;
        let at = *self.sorted.get(found)?;
        self.items.get(at).map(|(_, thing)| (at, thing))
    }

    /// All of them, in the order of the file.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &T)> {
        self.items.iter().map(|(name, thing)| (name.as_str(), thing))
    }
}

#[cfg(test)]
mod tests {
    use super::Named;

    #[test]
    fn each_is_found_and_the_order_stays() {
        let named = Named::new(["task", "board", "zoo", "été", "a"].into_iter().map(|name| (name.to_owned(), name.len())).collect());
        assert_eq!(named.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["task", "board", "zoo", "été", "a"]);
        for (at, (name, length)) in named.iter().enumerate() {
            assert_eq!(named.find(name), Some((at, length)));
        }
        for other in ["", "tas", "tasks", "é"] {
            assert_eq!(named.find(other), None, "{other}");
        }
    }
}
