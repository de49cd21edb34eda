// Stands in for scripts of adclixx.net and its kin, by which pages find out
// whether advertisements are loaded: each leaves a multiple of 39 behind.
window.nH7eXzOsG = 39;
