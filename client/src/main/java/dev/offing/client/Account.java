package dev.offing.client;

import java.net.URI;

/**
 * Whose workspace a folder holds, and where its server is.
 *
 * @param id the account's identity on that server
 * @param name the person's name
 * @param email the address the person signs in with
 * @param workspace the name of the workspace
 * @param server address of the server, without a path
 */
public record Account(String id, String name, String email, String workspace, URI server) {}
