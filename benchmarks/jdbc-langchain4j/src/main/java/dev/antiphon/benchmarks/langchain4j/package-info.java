/** LangChain4j as a contender. */
package dev.antiphon.benchmarks.langchain4j;
