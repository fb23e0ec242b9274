//! Helpers of the tests over the whole road.
