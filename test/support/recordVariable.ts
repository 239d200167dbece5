/** Names the record of requests in main's environment. Other processes hear of it by their arguments: their environment is itself under test. */
export const recordVariable = 'RECORD_OF_REQUESTS'
