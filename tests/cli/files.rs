//! Every situation in which the files of a charter can be.
